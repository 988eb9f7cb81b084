import { Form, Notice } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import { Paper } from '../parts/paper.tsx'
import { TEMPLATES } from '../shop/template.ts'
import type { PageProps } from './page-props.ts'

/** Four plain newsletters to start from. */
export const Templates = ({ app, state: { shop, notice } }: PageProps) => (
  <Page title="Templates" lead="They read well on a phone and put one thing first.">
    <Notice of={notice} for={['choose-template']} />
    <Form
      name="choose-template"
      class="gallery"
      onSend={({ template }) => template && app.act({ kind: 'choose-template', template })}
    >
      {TEMPLATES.map(({ key, name, about }) => (
        <article key={key} class={shop.template === key ? 'card template chosen' : 'card template'}>
          <Paper template={key} subject={name} shop={shop.name} isSmall />
          <h2>{name}</h2>
          <p>{about}</p>
          <button type="submit" name="template" value={key} aria-pressed={shop.template === key}>
            {shop.template === key ? 'Chosen' : 'Choose'}
          </button>
        </article>
      ))}
    </Form>
  </Page>
)
