import { Field, Form, Notice, Select } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import { MESSAGES, TRIGGERS } from '../shop/automation.ts'
import { audiences } from './campaigns.tsx'
import type { PageProps } from './page-props.ts'

const nameOf = (key: string, items: readonly { key: string; name: string }[]): string =>
  items.find(one => one.key === key)?.name ?? key

/** Messages that leave by themselves. */
export const Automations = ({ app, state: { shop, notice } }: PageProps) => (
  <Page title="Automations" lead="One moment, one message, sent while you are busy.">
    <Form
      name="set-automation"
      class="card flow"
      onSend={({ trigger = '', message = '', segment = '' }) =>
        app.act({ kind: 'set-automation', automation: { trigger, message, segment } })
      }
    >
      <Field label="When">
        <Select name="trigger" options={TRIGGERS} />
      </Field>
      <Field label="Send">
        <Select name="message" options={MESSAGES} />
      </Field>
      <Field label="To">
        <Select name="segment" options={audiences(shop)} />
      </Field>
      <button type="submit" class="primary" data-tour="automations">
        Turn it on
      </button>
      <Notice of={notice} for={['set-automation']} />
    </Form>
    <section class="card">
      <h2>Running</h2>
      {shop.automations.length === 0 ? (
        <p class="quiet">None yet.</p>
      ) : (
        <table class="rows">
          <tbody>
            {shop.automations.map(({ trigger, message, segment }) => (
              <tr key={trigger}>
                <td>{nameOf(trigger, TRIGGERS)}</td>
                <td>{nameOf(message, MESSAGES)}</td>
                <td class="wide">{nameOf(segment, audiences(shop))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  </Page>
)
