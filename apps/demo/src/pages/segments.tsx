import { useState } from 'preact/hooks'
import { Field, Form, Notice, Select } from '../parts/form.tsx'
import { count, Page } from '../parts/page.tsx'
import { type Rule, TOWNS } from '../shop/contact.ts'
import { reach } from '../shop/shop.ts'
import type { PageProps } from './page-props.ts'

const FIELDS = [
  { key: 'town', name: 'live in', hint: `A town, such as ${TOWNS.slice(0, 3).join(', ')}.` },
  { key: 'orders', name: 'ordered at least', hint: 'A number of orders.' },
  { key: 'last-order', name: 'ordered within', hint: 'A number of days.' },
  { key: 'opened', name: 'opened the last campaign', hint: 'yes or no' },
] as const satisfies readonly { key: Rule['field']; name: string; hint: string }[]

/** Groups of people by one rule each. */
export const Segments = ({ app, state: { shop, notice } }: PageProps) => {
  const [field, setField] = useState<Rule['field']>('town')
  return (
    <Page title="Segments" lead="Write to those it concerns, and leave the others in peace.">
      <Form
        name="build-segment"
        class="card line"
        onSend={({ value = '' }) => app.act({ kind: 'build-segment', rule: { field, value } })}
      >
        <Field label="People who">
          <Select
            name="field"
            value={field}
            options={FIELDS}
            onPick={key => setField(FIELDS.find(one => one.key === key)?.key ?? 'town')}
          />
        </Field>
        <Field label="Value" hint={FIELDS.find(one => one.key === field)?.hint ?? ''}>
          <input name="value" autocomplete="off" required />
        </Field>
        <button type="submit" class="primary" data-tour="segments">
          Build the segment
        </button>
        <Notice of={notice} for={['build-segment']} />
      </Form>
      <section class="card">
        <h2>Your segments</h2>
        {shop.segments.length === 0 ? (
          <p class="quiet">None yet. Everyone gets every newsletter.</p>
        ) : (
          <table class="rows">
            <tbody>
              {shop.segments.map(({ key, name }) => (
                <tr key={key}>
                  <td>{name}</td>
                  <td class="number">{count(reach(shop, key))} people</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </Page>
  )
}
