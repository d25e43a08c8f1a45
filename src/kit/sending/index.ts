// The door of sending: which way messages leave the house, by the environment; without any they stay in the outbox, a table.
import { Refusal } from '../database.ts'
import type { Sender } from './provider.ts'
import { sms } from './sms.ts'
import { whatsApp } from './whatsapp.ts'

/** The template by which news of classes and meetings reaches members; WhatsApp takes no other text from us first. */
export const newsTemplate = (text: string): { name: string; language: string; news: string } => ({
  name: 'kabar_anggota',
  language: 'id',
  news: text,
})

export {
  KEPT,
  type Kept,
  latestMessages,
  messagesTo,
  type NewMessage,
  sendingTasks,
  sendMessage,
  sendTo,
  takeNews,
} from './messages.ts'
export type { Answer, Outgoing, Sender } from './provider.ts'
export { type SmsSettings, sms, smsNews } from './sms.ts'
export { type News, type WhatsAppSettings, whatsApp, whatsAppChallenge, whatsAppNews } from './whatsapp.ts'

/** Keeps what it is given: the row itself is the outbox. */
export const outbox: Sender = { name: 'outbox', send: async ({ id }) => ({ accepted: id }) }

/** Whose news of delivery is heard: a provider that is set up, and whose secret for it is known. */
export type NewsSettings = { whatsapp?: { appSecret: string; verifyToken: string }; sms?: { token: string; url: string } }

export function newsFrom(env: NodeJS.ProcessEnv): NewsSettings {
  const {
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_VERIFY_TOKEN: verifyToken,
    TWILIO_TOKEN: token,
    TUJUHPAS_PUBLIC_URL: url,
  } = env
  const by = (env.TUJUHPAS_SENDING ?? '').split(',')
  return {
    ...(by.includes('whatsapp') && appSecret && verifyToken ? { whatsapp: { appSecret, verifyToken } } : {}),
    ...(by.includes('sms') && token && url ? { sms: { token, url: `${url}/kabar/sms` } } : {}),
  }
}

/** TUJUHPAS_SENDING=whatsapp, sms, or `whatsapp,sms` (sms for a message that asks for it), with the settings of each; a setting that is missing stops the start. */
export function senderFrom(env: NodeJS.ProcessEnv): Sender {
  const need = (name: string) => {
    const value = env[name]
    if (!value)
      throw new Refusal(
        'sending.setting',
        `${name} belum diisi, padahal TUJUHPAS_SENDING=${env.TUJUHPAS_SENDING}. / ${name} is missing, as TUJUHPAS_SENDING=${env.TUJUHPAS_SENDING}.`,
      )
    return value
  }
  switch (env.TUJUHPAS_SENDING || 'outbox') {
    case 'outbox':
      return outbox
    case 'whatsapp,sms':
      return { ...senderFrom({ ...env, TUJUHPAS_SENDING: 'whatsapp' }), second: senderFrom({ ...env, TUJUHPAS_SENDING: 'sms' }) }
    case 'whatsapp':
      return whatsApp({ phoneId: need('WHATSAPP_PHONE_ID'), token: need('WHATSAPP_TOKEN') })
    case 'sms':
      return sms({
        account: need('TWILIO_ACCOUNT'),
        token: need('TWILIO_TOKEN'),
        from: need('TWILIO_FROM'),
        callback: env.TUJUHPAS_PUBLIC_URL ? `${env.TUJUHPAS_PUBLIC_URL}/kabar/sms` : undefined,
      })
    default:
      throw new Refusal(
        'sending.unknown',
        `TUJUHPAS_SENDING=${env.TUJUHPAS_SENDING} tidak dikenal: outbox, whatsapp, sms, atau whatsapp,sms. / is none of outbox, whatsapp, sms, whatsapp,sms.`,
      )
  }
}
