// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { Component, createRef, Fragment, jsx, render } from './view.ts'

let box: HTMLElement
beforeEach(() => {
  box = document.createElement('div')
  document.body.replaceChildren(box)
})
const soon = () => new Promise(done => setTimeout(done))
const li = (key: string) => jsx('li', { children: key }, key)

test('draws elements, fragments, functions and text, and nothing for what is not there', () => {
  const Name = ({ name }: { name?: unknown }) => [name, '!']
  const named = jsx(Name, { name: 'Ann' })
  render(jsx('p', { children: ['Hi ', named, null, false, 0] }), box)
  expect(box.innerHTML).toBe('<p>Hi Ann!0</p>')
  render(jsx(Fragment, { children: [jsx('b', {}), jsx('i', {})] }), box)
  expect(box.innerHTML).toBe('<b></b><i></i>')
  render(null, box)
  expect(box.innerHTML).toBe('')
})

test('keeps elements by key, in whatever order, and by place without one', () => {
  render(jsx('ol', { children: ['a', 'b', 'c'].map(li) }), box)
  const [a, b, c] = box.querySelectorAll('li')
  render(jsx('ol', { children: ['c', 'd', 'a'].map(li) }), box)
  expect(box.textContent).toBe('cda')
  expect([box.querySelectorAll('li')[0], box.querySelectorAll('li')[2]]).toEqual([c, a])
  expect(b?.isConnected).toBe(false)
  render(jsx('ol', { children: [false, jsx('u', {}), 'x'] }), box)
  const u = box.querySelector('u')
  render(jsx('ol', { children: [jsx('b', {}), jsx('u', {}), 'y'] }), box)
  expect(box.querySelector('u')).toBe(u)
  expect(box.innerHTML).toBe('<ol><b></b><u></u>y</ol>')
})

test('sets attributes and takes them back; the states of ARIA say false', () => {
  render(jsx('p', { id: 'x', hidden: true, 'aria-expanded': true, 'data-on': '' }), box)
  expect(box.innerHTML).toBe('<p id="x" hidden="true" aria-expanded="true" data-on=""></p>')
  render(jsx('p', { hidden: false, 'aria-expanded': false, style: { '--a': '1' } }), box)
  expect(box.querySelector('p')?.getAttributeNames().sort()).toEqual(['aria-expanded', 'style'])
  expect(box.querySelector('p')?.getAttribute('aria-expanded')).toBe('false')
  render(jsx('p', {}), box)
  expect(box.querySelector('p')?.style.getPropertyValue('--a')).toBe('')
})

test('calls the newest listener, once, and none that was taken back', () => {
  const calls: string[] = []
  const button = (onClick?: () => void) => render(jsx('button', { onClick }), box)
  const click = () => box.querySelector('button')?.click()
  button(() => calls.push('first'))
  button(() => calls.push('second'))
  click()
  button()
  click()
  expect(calls).toEqual(['second'])
})

test('makes SVG elements inside of svg only', () => {
  render(jsx('p', { children: [jsx('svg', { children: jsx('path', {}) }), jsx('b', {})] }), box)
  const spaces = ['svg', 'path', 'b'].map(name => box.querySelector(name)?.namespaceURI?.split('/').at(-1))
  expect(spaces).toEqual(['svg', 'svg', 'xhtml'])
})

test('a component lives once: mounted in the page, told of changes, told of its end', async () => {
  const calls: string[] = []
  class Count extends Component {
    box = createRef()
    override state = { count: 0 }
    override componentDidMount() {
      calls.push(`mounted ${this.box.current === document.querySelector('b')}`)
    }
    override componentDidUpdate(before: { readonly name?: unknown }) {
      calls.push(`updated from ${before.name} to ${this.props.name}, ${this.state.count}`)
    }
    override componentWillUnmount() {
      calls.push('left')
    }
    override render() {
      const onClick = () => this.setState({ count: this.state.count + 1 }, () => calls.push('set'))
      return jsx('b', { ref: this.box, onClick, children: `${this.props.name} ${this.state.count}` })
    }
  }
  const show = (name: string) => render(jsx(Count, { name }), box)
  show('a')
  box.querySelector('b')?.click()
  box.querySelector('b')?.click()
  expect(box.textContent).toBe('a 0')
  await soon()
  expect(box.textContent).toBe('a 2')
  show('b')
  render(null, box)
  expect(calls).toEqual([
    'mounted true',
    'set',
    'set',
    'updated from a to a, 2',
    'updated from a to b, 2',
    'left',
  ])
})

test('what is drawn while it draws is drawn next', async () => {
  class Leaving extends Component {
    override componentWillUnmount() {
      render(jsx('p', { children: 'last' }), box)
    }
    override render() {
      return 'first'
    }
  }
  render(jsx(Leaving, {}), box)
  render(jsx('p', { children: 'second' }), box)
  await soon()
  expect(box.innerHTML).toBe('<p>last</p>')
})
