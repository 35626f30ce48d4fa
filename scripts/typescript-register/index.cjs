require('tsx')
