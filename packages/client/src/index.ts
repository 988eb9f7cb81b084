export {
  type AnswerOf,
  type Client,
  type ClientPorts,
  createClient,
  type Failure,
  type Fetch,
  type InputOf,
  type Message,
  type ParamsOf,
} from './client.ts'
