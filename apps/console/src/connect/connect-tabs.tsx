import { useDesk } from '../desk.ts'
import { Tabs } from '../ui/tabs.tsx'

/** What comes in, and where leads go out. */
export const ConnectTabs = ({ open }: { readonly open: 'app' | 'destinations' }) => {
  const { links } = useDesk()
  return (
    <Tabs
      label="Parts of Connect"
      open={open}
      tabs={[
        { key: 'app', label: 'Your app', href: links.connect() },
        { key: 'destinations', label: 'Destinations', href: links.destinations() },
      ]}
    />
  )
}
