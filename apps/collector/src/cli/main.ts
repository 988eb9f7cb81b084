import { defineCommand, renderUsage, runCommand, runMain } from 'citty'
import { backupCommand, restoreCommand } from './backup-command.ts'
import { configCommand } from './config-command.ts'
import { destinationsCommand } from './destinations-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { EXIT_CODES, readFailure } from './exit.ts'
import { importCommand } from './import-command.ts'
import { keysCommand } from './keys-command.ts'
import { learnCommand } from './learn-command.ts'
import { openApiCommand } from './openapi-command.ts'
import { personCommand } from './person-command.ts'
import { projectCommand } from './project-command.ts'
import { retentionCommand } from './retention-command.ts'
import { signInCommand } from './sign-in-command.ts'
import { typesCommand } from './types-command.ts'
import { usersCommand } from './users-command.ts'

const fireball = defineCommand({
  meta: { name: 'fireball', description: 'Fireball’s command line: npm run fireball -- <command>' },
  subCommands: {
    import: importCommand,
    project: projectCommand,
    keys: keysCommand,
    destinations: destinationsCommand,
    users: usersCommand,
    person: personCommand,
    config: configCommand,
    openapi: openApiCommand,
    learn: learnCommand,
    backup: backupCommand,
    restore: restoreCommand,
    doctor: doctorCommand,
    retention: retentionCommand,
    'sign-in': signInCommand,
    types: typesCommand,
  },
})

const rawArgs = process.argv.slice(2)
const asksForHelp = rawArgs.length === 0 || rawArgs.some(arg => arg === '--help' || arg === '-h')

if (asksForHelp) {
  // The parser's own runner knows which command's usage is asked for; all else about it is not ours: it prints stacks.
  await runMain(fireball, {
    rawArgs: rawArgs.length === 0 ? ['--help'] : rawArgs,
    // It names a command by its parent and itself alone, so groups carry the program's name, which doubles in their own.
    showUsage: async (command, parent) =>
      console.log((await renderUsage(command, parent)).replaceAll('fireball fireball', 'fireball')),
  })
} else {
  try {
    await runCommand(fireball, { rawArgs })
  } catch (error) {
    const { message, exitCode } = readFailure(error)
    console.error(message)
    process.exitCode = exitCode
    // A usage error needs no more time; a failure may still have timers of its own to wait for.
    if (exitCode === EXIT_CODES.usage) process.exit()
  }
}
