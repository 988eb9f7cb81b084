import { Field, Form, Notice, Select } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import type { PageProps } from './page-props.ts'

const ROLES = ['Editor', 'Reader', 'Owner'].map(name => ({ key: name, name }))

/** Who works with the list. */
export const Team = ({ app, state: { shop, notice } }: PageProps) => (
  <Page title="Team" lead="People who write, and people who only look.">
    <Form
      name="invite"
      class="card line"
      onSend={({ email = '', role = 'Editor' }) => app.act({ kind: 'invite', email, role })}
    >
      <Field label="E-mail">
        <input name="email" autocomplete="off" placeholder="name@shop.example" />
      </Field>
      <Field label="Role">
        <Select name="role" options={ROLES} />
      </Field>
      <button type="submit" class="primary">
        Invite
      </button>
      <Notice of={notice} for={['invite']} />
    </Form>
    <section class="card">
      <table class="rows">
        <tbody>
          <tr>
            <td>You</td>
            <td class="number">Owner</td>
          </tr>
          {shop.team.map(({ email, role }) => (
            <tr key={email}>
              <td>{email}</td>
              <td class="number">{role}, invited</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </Page>
)
