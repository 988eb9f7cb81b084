import { describe, expect, test } from 'vitest'
import { type ReadOptions, readLog } from './read-log.ts'

const read = (lines: readonly string[], options?: ReadOptions) => readLog(lines.join('\n'), options)

/** `user item skills right`, one answer a line. */
const drawn = (lines: readonly string[], options?: ReadOptions): readonly string[] =>
  read(lines, options).answers.map(
    ({ user, item, skills, isRight }) => `${user} ${item} ${skills.join('+')} ${isRight ? 'right' : 'wrong'}`,
  )

describe('a log is read', () => {
  test('tab-separated, without a usable time, in its own order', () => {
    const { answers, notes } = read([
      'user_id\titem_id\ttimestamp\tcorrect\tskill_id',
      '1\ta\t0\t1\tx',
      '2\ta\t0\t0\tx',
      '1\tb\t0\t0\ty',
    ])
    expect(answers.map(one => [one.user, one.item, one.skills, one.isRight, one.at])).toEqual([
      ['1', 'a', ['x'], true, undefined],
      ['1', 'b', ['y'], false, undefined],
      ['2', 'a', ['x'], false, undefined],
    ])
    expect(notes).toEqual(['no usable time: order stands in for it'])
  })

  test('with a byte order mark, CRLF, quotes and separators inside them', () => {
    expect(
      drawn(
        [
          '\uFEFF"Anon Student Id","Problem Name","KC","Correct First Attempt"\r',
          '"s, 1","say ""hi""","Circle, area",1\r',
          's2,p2,Line,0\r',
        ].map(line => line),
        { mapping: { item: 'Problem Name' } },
      ),
    ).toEqual(['s, 1 say "hi" Circle, area right', 's2 p2 Line wrong'])
  })

  test('separated by semicolons', () => {
    expect(drawn(['user;question;correct', '1;q;1'])).toEqual(['1 q all right'])
  })

  test('with right and wrong as words or numbers, and what is neither left out and told', () => {
    const { answers, notes } = read([
      'user,item,correct',
      ...['CORRECT', 'incorrect', 'true', 'no', 'HINT', '0.25', '1.0', 'maybe', ''].map(
        (cell, n) => `u,i${n},${cell}`,
      ),
    ])
    expect(answers.map(({ isRight }) => Number(isRight)).join('')).toBe('1010001')
    expect(notes).toContain('1 rows say "maybe" for right or wrong, and were left out')
    expect(notes).toContain('1 rows say "" for right or wrong, and were left out')
  })

  test('without a column for skill: one skill; without a skill in a row: a skill of its own', () => {
    expect(drawn(['user,item,correct', '1,a,1'])).toEqual(['1 a all right'])
    expect(drawn(['user,item,correct,skill', '1,a,1,', '1,b,0,x'])).toEqual([
      '1 a (none) right',
      '1 b x wrong',
    ])
  })

  test('without a column for item', () => {
    expect(drawn(['user,skill,correct', '1,x,1'])).toEqual(['1  x right'])
  })

  test('by columns named by hand, and not by those named as absent', () => {
    expect(
      drawn(['who,what,ok,skill', '1,a,1,x'], {
        mapping: { user: 'who', item: 'what', correct: 'ok', skill: '' },
      }),
    ).toEqual(['1 a all right'])
  })

  test('rows without a user are left out and told', () => {
    const { answers, notes } = read(['user,item,correct', ',a,1', '1,a,1'])
    expect(answers).toHaveLength(1)
    expect(notes).toContain('1 rows without a user, or without both item and skill, were left out')
  })

  test('users whose rows stand apart are put together', () => {
    expect(drawn(['user,item,correct', '1,a,1', '2,a,1', '1,b,0'])).toEqual([
      '1 a all right',
      '1 b all wrong',
      '2 a all right',
    ])
  })
})

describe('several skills', () => {
  const header = 'user,item,correct,skill'

  test.each(['a~b', 'a~~b', 'a;b', ' a ~ b ', 'a~b~a'])('%s is two', cell => {
    expect(drawn([header, `1,i,1,${cell}`])).toEqual(['1 i a+b right'])
  })

  test('what parts them can be said', () => {
    expect(drawn([header, '1,i,1,a_b'], { skillSeparator: '_' })).toEqual(['1 i a+b right'])
    expect(drawn([header, '1,i,1,a~b'], { skillSeparator: '' })).toEqual(['1 i a~b right'])
  })

  test('a row for each skill of one answer is one answer', () => {
    const { answers, notes } = read([header, '1,i,1,a', '1,i,1,b', '1,j,0,a'])
    expect(answers.map(one => one.skills)).toEqual([['a', 'b'], ['a']])
    expect(notes).toContain(
      '1 rows repeat the answer before for another of its skills: one answer of several skills',
    )
  })

  test('by their id they need not stand together', () => {
    const lines = ['order_id,user,item,correct,skill', '7,1,i,1,a', '8,1,j,0,a', '7,1,i,1,b', '7,1,i,1,b']
    const { answers, notes } = read(lines)
    expect(answers.map(one => one.skills)).toEqual([['a', 'b'], ['a']])
    expect(notes).toContain('1 rows say again what an earlier one said, and were left out')
  })
})

describe('time', () => {
  const header = 'user,item,correct,timestamp'

  test('sorts, in seconds, milliseconds or as a date', () => {
    for (const [early, late] of [
      ['1300000000', '1300000001'],
      ['1300000000000', '1300000001000'],
      ['2011-03-13T07:06:40Z', '2011-03-13T07:06:41Z'],
    ]) {
      const { answers, notes } = read([header, `1,b,1,${late}`, `1,a,1,${early}`])
      expect(answers.map(({ item, at }) => [item, at])).toEqual([
        ['a', 1_300_000_000_000],
        ['b', 1_300_000_001_000],
      ])
      expect(notes).toContain('1 users were not in order of time, and were sorted')
    }
  })

  test('the same row twice is told from a retry', () => {
    const { answers, notes } = read([header, '1,a,1,1300000000', '1,a,1,1300000000', '1,a,1,1300000009'])
    expect(answers).toHaveLength(2)
    expect(notes).toContain('1 rows say again what an earlier one said, and were left out')
  })

  test('without time, the same row twice is a retry', () => {
    expect(drawn(['user,item,correct', '1,a,1', '1,a,1'])).toHaveLength(2)
  })

  test('answers of one instant keep their order', () => {
    const { answers } = read([header, '1,b,1,1300000000', '1,a,0,1300000000', '2,a,0,1300000005'])
    expect(answers.map(({ item, at }) => [item, at])).toEqual([
      ['b', 1_300_000_000_000],
      ['a', 1_300_000_000_001],
      ['a', 1_300_000_005_000],
    ])
  })

  test('small numbers are no times unless their unit is said', () => {
    const lines = [header, '1,a,1,5', '1,b,1,6']
    expect(read(lines).notes).toContain('no usable time: order stands in for it')
    expect(read(lines, { timeUnit: 'd' }).answers.map(({ at }) => at)).toEqual([
      5 * 86_400_000,
      6 * 86_400_000,
    ])
  })
})

describe('what cannot be read is said', () => {
  test.each([
    ['', 'the file is empty'],
    ['user,item\n1,a', 'no column for correct'],
    ['item,correct\na,1', 'no column for user'],
    ['user,correct\n1,1', 'no column for item and none for skill'],
    ['user,item,correct', 'there are no rows below the header'],
    ['user,item,correct\n1,a,perhaps', 'none of 1 rows has a user'],
    ['user,item,score\n1,a,80\n1,b,20', '--right-from'],
    ['{"json": true}', 'no column for user'],
  ])('%j: %s', (text, message) => {
    expect(() => readLog(text)).toThrow(message)
  })

  test('a column named by hand that is not there is named, with those that are', () => {
    expect(() => read(['a,b', '1,2'], { mapping: { user: 'who' } })).toThrow(
      'column who (--user) is missing; there are: a, b',
    )
  })

  test('a score is right from the number that is said', () => {
    expect(drawn(['user,item,score', '1,a,80', '1,b,20'], { rightFrom: 50 })).toEqual([
      '1 a all right',
      '1 b all wrong',
    ])
  })
})
