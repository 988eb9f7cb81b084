import { Field, Form, Notice, Select } from '../parts/form.tsx'
import { Meter } from '../parts/meter.tsx'
import { count, Page } from '../parts/page.tsx'
import { contactAt } from '../shop/contact.ts'
import { contactLimit } from '../shop/shop.ts'
import type { PageProps } from './page-props.ts'

const SOURCES = [
  { key: 'list', name: 'A list you have' },
  { key: 'till', name: 'Customers in your till' },
  { key: 'form', name: 'The sign-up form' },
] as const

const SHOWN = 8

/** Who is on the list, and how more get there. */
export const Contacts = ({ app, state: { shop, notice } }: PageProps) => (
  <Page
    title="Contacts"
    lead="Everyone who asked to hear from you."
    aside={
      <a class="button" href="#/segments" data-tour="segments">
        Build a segment
      </a>
    }
  >
    <section class="card">
      <Meter used={shop.contacts} limit={contactLimit(shop)} unit="contacts" />
      {shop.waiting > 0 && (
        <p class="notice bad">
          {count(shop.waiting)} people signed up while the list was full. They wait; nobody is lost.{' '}
          <a href="#/plans">See the plans</a>
        </p>
      )}
    </section>
    <Form
      name="add-contacts"
      class="card line"
      onSend={({ source, count: many }) =>
        app.act({
          kind: 'add-contacts',
          source: SOURCES.find(one => one.key === source)?.key ?? 'list',
          count: Number(many),
        })
      }
    >
      <Field label="Add people from">
        <Select name="source" options={SOURCES} />
      </Field>
      <Field label="How many" hint="Sample people; the demo makes them up.">
        <input name="count" type="number" min={0} max={5000} defaultValue="120" />
      </Field>
      <button type="submit" class="primary">
        Add to the list
      </button>
      <Notice of={notice} for={['add-contacts']} />
    </Form>
    {shop.contacts > 0 && (
      <section class="card">
        <table class="rows">
          <thead>
            <tr>
              <th>Name</th>
              <th>Town</th>
              <th class="number">Orders</th>
              <th class="number wide">Last order</th>
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: Math.min(SHOWN, shop.contacts) }, (_, i) => {
              const { name, town, orders, lastOrder } = contactAt(i)
              return (
                <tr key={i}>
                  <td>{name}</td>
                  <td>{town}</td>
                  <td class="number">{orders}</td>
                  <td class="number wide">{orders === 0 ? 'never' : `${lastOrder} days ago`}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
        {shop.contacts > SHOWN && <p class="more">and {count(shop.contacts - SHOWN)} more</p>}
      </section>
    )}
  </Page>
)
