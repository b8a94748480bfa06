// What a source says, read from its syntax tree once, so that the rules ask plain questions and never guess from text.
import { parseAst } from 'vitest/node'

const declaring = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ClassDeclaration',
  'ClassExpression',
  'TSTypeAliasDeclaration',
  'TSInterfaceDeclaration',
  'TSDeclareFunction',
])

/**
 * Reads one module. Lines count from 1. Gives
 * `imports` ({ line, from, isTypeOnly, isDynamic }), `declared` ({ line, name }: every binding and member of a type),
 * `free` ({ line, name, argumentCount? }: names used that the file does not declare, `a.b` for a member of one),
 * `texts` ({ line, raw, role }: string, template and JSX text), `calls` ({ line, name, argumentCount }),
 * `types` ({ line, what: 'any' | 'assertion' | 'non-null' }). A fault of syntax throws.
 */
export function readSyntax(path, text) {
  const lang = path.endsWith('.tsx') ? 'tsx' : /\.[mc]?js$/.test(path) ? 'js' : 'ts'
  const tree = parseAst(text, { lang }, path)
  const lineOf = lineFinder(text)
  const found = { imports: [], declared: [], references: [], texts: [], calls: [], types: [] }
  walk(tree, null, null, (node, parent, role) => note(found, node, parent, role, lineOf, text))
  const own = new Set(found.declared.filter((one) => !one.isMember).map((one) => one.name))
  const free = found.references.filter((one) => !own.has(one.name.split('.')[0]))
  return { ...found, free }
}

function walk(node, parent, role, visit) {
  visit(node, parent, role)
  for (const key in node) {
    const child = node[key]
    if (child === null || typeof child !== 'object') continue
    if (Array.isArray(child)) {
      for (const item of child) if (item !== null && typeof item?.type === 'string') walk(item, node, key, visit)
    } else if (typeof child.type === 'string') walk(child, node, key, visit)
  }
}

function note(found, node, parent, role, lineOf, text) {
  const line = () => lineOf(node.start)
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      if (node.source) found.imports.push({ line: line(), from: node.source.value, isTypeOnly: isTypeOnly(node) })
      break
    case 'ImportExpression':
      if (node.source.type === 'Literal') {
        found.imports.push({ line: line(), from: node.source.value, isTypeOnly: false, isDynamic: true })
      }
      break
    case 'TSImportType':
      found.imports.push({ line: line(), from: (node.argument?.literal ?? node.source)?.value ?? '', isTypeOnly: true })
      break
    case 'Literal':
      if (typeof node.value === 'string' && !isModuleName(parent, role)) {
        found.texts.push({ line: line(), raw: node.raw, role: roleOf(parent, role) })
      }
      break
    case 'TemplateElement':
    case 'JSXText':
      found.texts.push({ line: line(), raw: text.slice(node.start, node.end), role: 'text' })
      break
    case 'ObjectPattern':
      for (const property of node.properties) property.isPattern = true
      break
    case 'TSAnyKeyword':
      found.types.push({ line: line(), what: 'any' })
      break
    case 'TSAsExpression':
    case 'TSTypeAssertion':
      if (!isConst(node.typeAnnotation)) found.types.push({ line: line(), what: 'assertion' })
      break
    case 'TSNonNullExpression':
      found.types.push({ line: line(), what: 'non-null' })
      break
    case 'NewExpression':
    case 'CallExpression':
      found.calls.push({
        line: line(),
        name: `${node.type === 'NewExpression' ? 'new ' : ''}${nameOf(node.callee)}`,
        argumentCount: node.arguments.length,
      })
      break
    case 'MemberExpression':
      if (node.object.type === 'Identifier') found.references.push({ line: line(), name: nameOf(node) })
      break
    case 'Identifier':
      noteName(found, node, parent, role, line())
      break
    default:
      break
  }
}

function isTypeOnly(node) {
  if (node.importKind === 'type' || node.exportKind === 'type') return true
  const specifiers = node.specifiers ?? []
  return specifiers.length > 0 && specifiers.every((one) => one.importKind === 'type' || one.exportKind === 'type')
}
const isConst = (type) => type.type === 'TSTypeReference' && type.typeName.name === 'const'
const isModuleName = (parent, role) => role === 'source' && /^(Import|Export)/.test(parent.type)

/** A key is looked up by a machine; a text is read by a person. */
function roleOf(parent, role) {
  if (role === 'key' || parent.type === 'TSLiteralType') return 'key'
  return 'text'
}

function nameOf(node) {
  if (node.type === 'Identifier') return node.name
  if (node.type !== 'MemberExpression' || node.computed) return '…'
  return `${nameOf(node.object)}.${node.property.name}`
}

function noteName(found, node, parent, role, line) {
  const isMember = /^(TS(Property|Method)Signature|PropertyDefinition)$/.test(parent.type) && role === 'key'
  if (isMember || isBinding(parent, role)) found.declared.push({ line, name: node.name, isMember })
  else if (role !== 'key' && !(parent.type === 'MemberExpression' && role === 'property' && !parent.computed)) {
    if (!/^TS|^(Import|Export)Specifier$/.test(parent.type)) found.references.push({ line, name: node.name })
  }
}

function isBinding(parent, role) {
  if (declaring.has(parent.type)) return role === 'id' || role === 'params'
  switch (parent.type) {
    case 'VariableDeclarator':
      return role === 'id'
    case 'ArrowFunctionExpression':
    case 'TSFunctionType':
      return role === 'params'
    case 'CatchClause':
      return role === 'param'
    case 'ArrayPattern':
    case 'RestElement':
      return true
    case 'AssignmentPattern':
      return role === 'left'
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return role === 'local'
    default:
      // In `({ name })` and `const { name } = …` alike the value is called a property; only the pattern binds.
      return parent.type === 'Property' && role === 'value' && parent.isPattern === true
  }
}

function lineFinder(text) {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle] <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
}
