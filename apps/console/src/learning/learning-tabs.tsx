import { useDesk } from '../desk.ts'
import { Tabs } from '../ui/tabs.tsx'

/** Two different things are learned: who is able, and who converts. */
export const LearningTabs = ({ open }: { readonly open: 'ability' | 'converting' }) => {
  const { links } = useDesk()
  return (
    <Tabs
      label="What is learned"
      open={open}
      tabs={[
        { key: 'ability', label: 'Who is able', href: links.learning() },
        { key: 'converting', label: 'Who converts', href: links.converting() },
      ]}
    />
  )
}
