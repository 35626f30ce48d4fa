export default { development: { client: 'pg', connection: process.env.COMMAND_URL } }
