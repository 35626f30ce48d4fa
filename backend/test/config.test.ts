import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { loadConfig } from '../src/config.ts'
import { SettingsError } from '../../db/connection/settings.ts'

describe('the settings of the service', () => {
  it('have a value for everything', () => {
    expect(loadConfig({})).to.deep.include({
      environment: 'development',
      host: '127.0.0.1',
      port: 8000,
      logLevel: 'info',
    })
    expect(
      loadConfig({ APP_PORT: '81', LOG_LEVEL: 'debug', LOG_FORMAT: 'json', NODE_ENV: 'docker', APP_HOST: '0.0.0.0' }),
    ).to.deep.equal({ environment: 'docker', host: '0.0.0.0', port: 81, logLevel: 'debug', logFormat: 'json' })
  })

  for (const [variable, value, wanted] of [
    ['APP_PORT', '80.5', 'a port number from 1 to 65535, and is "80.5"'],
    ['APP_PORT', '70000', 'a port number from 1 to 65535'],
    ['DB_PORT', 'x', 'a port number'],
    ['LOG_LEVEL', 'loud', 'one of fatal, error, warn, info, debug, trace, silent, and is "loud"'],
    ['LOG_FORMAT', 'xml', 'pretty or json'],
    ['NODE_ENV', 'staging', 'one of development, docker, test, production, embedded'],
    ['DATABASE_URL', 'mysql://u:hidden@h/d', 'a URL that begins with postgres://'],
  ] as const) {
    it(`say that ${variable}=${value.replace('hidden', '...')} is wrong`, () => {
      expect(() => loadConfig({ [variable]: value }))
        .to.throw(SettingsError, `${variable} must be ${wanted}`)
        .with.property('message')
        .that.does.not.contain('hidden')
    })
  }

  it('stand each in .env.example, with a sentence above', () => {
    const lines = readFileSync('.env.example', 'utf8').split('\n')
    for (const variable of [
      'DB_HOST',
      'DB_PORT',
      'DB_NAME',
      'DB_USER',
      'DB_PASSWORD',
      'DATABASE_URL',
      'APP_HOST',
      'APP_PORT',
      'LOG_LEVEL',
      'LOG_FORMAT',
      'NODE_ENV',
    ]) {
      const at = lines.findIndex((line) => line.replace(/^# /, '').startsWith(`${variable}=`))
      expect(lines[at - 1], variable).to.match(/^# [A-Z].*[.?=:a-z]$/)
    }
  })
})
