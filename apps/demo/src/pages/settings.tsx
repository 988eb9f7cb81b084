import { Field, Form, Notice } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import type { PageProps } from './page-props.ts'

/** Who the newsletters come from. */
export const Settings = ({ app, state: { shop, notice } }: PageProps) => (
  <Page title="Your shop" lead="It stands in the footer of every newsletter; the law asks for it.">
    <Form
      name="describe-shop"
      class="card stack"
      onSend={({ name = '', address = '' }) => app.act({ kind: 'describe-shop', name, address })}
    >
      <Field label="Name">
        <input name="name" defaultValue={shop.name} required autocomplete="off" />
      </Field>
      <Field label="Address">
        <input
          name="address"
          defaultValue={shop.address}
          placeholder="4 Mill Lane, Alderbrook"
          autocomplete="off"
        />
      </Field>
      <Notice of={notice} for={['describe-shop']} />
      <div class="row">
        <button type="submit" class="primary">
          Save
        </button>
      </div>
    </Form>
  </Page>
)

/** What is stored, where the widget's small print leads. */
export const Privacy = () => (
  <Page title="What is stored" lead="Plume is a demo: its shop lives in this browser only.">
    <section class="card prose">
      <p>
        What you do here (a campaign was sent, a segment was empty, a page was opened) goes to the collector
        that serves this page, with a made-up user and shop. Of what you type, only the rule of a segment that
        you write to and a question to the team are sent.
      </p>
      <p>
        “Reset” in the presenter bar forgets the shop, takes a new user, and purges what this browser keeps.
      </p>
    </section>
  </Page>
)
