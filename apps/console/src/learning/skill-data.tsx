import type { LearningReport, LearningState, SkillEvidence } from '@fireball/core'
import { useDesk } from '../desk.ts'
import { numberText, percentText } from '../number.ts'
import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { Scroll } from '../ui/scroll.tsx'
import { Term } from '../ui/term.tsx'
import { When } from '../ui/when.tsx'

/** How far easy and hard contexts lie apart, as a bar on 0–100%. */
const Spread = ({ skill: { difficulty, contexts } }: { readonly skill: SkillEvidence }) => {
  if (difficulty === null) return <span class="muted">{contexts === 0 ? '–' : 'all alike'}</span>
  const { hard, easy } = difficulty
  return (
    <span class="spread">
      <span class="range" aria-hidden="true">
        <i
          style={{
            insetInlineStart: `${hard * 100}%`,
            width: `${Math.max(2, (easy - hard) * 100)}%`,
          }}
        />
      </span>
      <span class="figure">
        {percentText(hard)}–{percentText(easy)}
      </span>
    </span>
  )
}

const Row = ({ skill }: { readonly skill: SkillEvidence }) => (
  <>
    <tr class={skill.lacks === undefined ? '' : 'has-note'}>
      <th scope="row">{skill.name}</th>
      <td class="number">{numberText(skill.successes)}</td>
      <td class="number">{numberText(skill.failures)}</td>
      <td class="number">{numberText(skill.assisted)}</td>
      <td class="number">{numberText(skill.users)}</td>
      <td class="number">{numberText(skill.contexts)}</td>
      <td>
        <Spread skill={skill} />
      </td>
    </tr>
    {skill.lacks !== undefined && (
      <tr class="note">
        <td colSpan={7}>
          <span>
            <Icon name="hold" /> {skill.lacks}
          </span>
        </td>
      </tr>
    )}
  </>
)

const Table = ({ report }: { readonly report: LearningReport }) => (
  <Scroll class="wide" label="Evidence of each skill">
    <table class="skill-data">
      <thead>
        <tr>
          <th scope="col">Skill</th>
          <th scope="col" class="number">
            Successes
          </th>
          <th scope="col" class="number">
            Failures
          </th>
          <th scope="col" class="number">
            With help
          </th>
          <th scope="col" class="number">
            Users
          </th>
          <th scope="col" class="number">
            Contexts
          </th>
          <th scope="col">
            <Term meaning="How often someone who succeeds 80% of the time in a middling context does in the hardest and in the easiest tenth of them.">
              Hard to easy
            </Term>
          </th>
        </tr>
      </thead>
      <tbody>
        {report.skills.map(skill => (
          <Row key={skill.key} skill={skill} />
        ))}
      </tbody>
    </table>
  </Scroll>
)

/** What there is to learn from, skill by skill, and what each lacks. */
export const SkillData = ({ report }: Pick<LearningState, 'report'>) => {
  const { now } = useDesk()
  return report === null || report.skills.length === 0 ? null : (
    <section class="block" aria-labelledby="data-title">
      <h2 id="data-title">
        What there is to learn from{' '}
        <span class="muted">
          {numberText(report.outcomes)} outcomes, {numberText(report.users)} users,{' '}
          {numberText(report.accounts)} accounts, as of the last run <When at={report.at} now={now()} />
        </span>
        {report.share < 1 && <Badge>every {Math.round(1 / report.share)}th user read</Badge>}
      </h2>
      <Table report={report} />
    </section>
  )
}
