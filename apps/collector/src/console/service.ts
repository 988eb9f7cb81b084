import { err, ok, type Result } from '@fireball/core'
import * as client from 'openid-client'

/** A sign-in service, as the collector is registered there. */
export interface ServiceSettings {
  /** Its address; what it is able to do is read from `/.well-known/openid-configuration` below it. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What people call it. */
  readonly name: string
  /** Mail domains whose people become members when they first come; none: members are invited. */
  readonly domains: readonly string[]
  /** Only for tests: the service may be reached without TLS. */
  readonly isInsecure?: boolean
}

/** What has to be kept in the browser while someone is away at the service. */
export interface Journey {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** Who came back. The address is one that the service has verified. */
export interface Arrived {
  readonly issuer: string
  readonly subject: string
  readonly email: string
  readonly name: string
}

/** `unreachable`: the service does not answer. `refused`: it, or the person there, said no. `unverified`: no verified address. */
export type ServiceError = 'unreachable' | 'refused' | 'unverified'

/** Signing in by OpenID Connect: the code flow with PKCE, state and nonce. */
export interface Service {
  readonly name: string
  /** Where to send the browser, and what to keep there meanwhile. */
  leave(callback: string): Promise<Result<{ readonly href: string; readonly journey: Journey }, ServiceError>>
  /** Reads what the browser came back with. */
  arrive(callback: URL, journey: Journey): Promise<Result<Arrived, ServiceError>>
}

/** A service that did not answer is asked again after so long. */
const RETRY_MS = 10_000

export const createService = (
  settings: ServiceSettings,
  { now, onError }: { readonly now: () => number; readonly onError: (error: unknown) => void },
): Service => {
  let found: Promise<client.Configuration> | undefined
  let failedAt = -Infinity
  const discover = async (): Promise<client.Configuration | undefined> => {
    if (found === undefined) {
      if (Math.abs(now() - failedAt) < RETRY_MS) return undefined
      const { issuer, clientId, clientSecret, isInsecure } = settings
      found = client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
        timeout: 10,
        ...(isInsecure === true ? { execute: [client.allowInsecureRequests] } : {}),
      })
    }
    try {
      return await found
    } catch (error) {
      found = undefined
      failedAt = now()
      onError(error)
      return undefined
    }
  }
  return {
    name: settings.name,
    leave: async callback => {
      const config = await discover()
      if (config === undefined) return err('unreachable')
      const journey: Journey = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      }
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: 'openid email profile',
        code_challenge: await client.calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
        state: journey.state,
        nonce: journey.nonce,
      })
      return ok({ href: url.href, journey })
    },
    arrive: async (callback, { state, nonce, verifier }) => {
      const config = await discover()
      if (config === undefined) return err('unreachable')
      try {
        const tokens = await client.authorizationCodeGrant(config, callback, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (claims === undefined) return err('refused')
        const info =
          claims.email === undefined
            ? await client.fetchUserInfo(config, tokens.access_token, claims.sub)
            : claims
        const { email, email_verified: isVerified, name } = info
        if (typeof email !== 'string' || isVerified !== true) return err('unverified')
        return ok({
          issuer: claims.iss,
          subject: claims.sub,
          email,
          name: typeof name === 'string' ? name.slice(0, 200) : '',
        })
      } catch (error) {
        onError(error)
        return err('refused')
      }
    },
  }
}
