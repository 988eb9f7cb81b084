interface TabsProps<Key extends string> {
  readonly label: string
  readonly tabs: readonly { readonly key: Key; readonly label: string; readonly href: string }[]
  readonly open: Key
}

/** The parts of a room, each at its own address. */
export const Tabs = <Key extends string>({ label, tabs, open }: TabsProps<Key>) => (
  <nav class="tabs" aria-label={label}>
    {tabs.map(({ key, label: words, href }) => (
      <a key={key} href={href} aria-current={key === open ? 'page' : undefined}>
        {words}
      </a>
    ))}
  </nav>
)
