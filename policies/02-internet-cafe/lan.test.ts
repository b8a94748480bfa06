/** Which address lies in which network, at the edges of each. */
import { expect, test } from 'vitest'
import { faultInNetworks, isAddress, isInside } from './lan.ts'

test.each([
  ['192.168.1.0', '192.168.1.0/24', true],
  ['192.168.1.255', '192.168.1.0/24', true],
  ['192.168.2.0', '192.168.1.0/24', false],
  ['192.168.0.255', '192.168.1.0/24', false],
  ['192.168.1.129', '192.168.1.128/25', true],
  ['192.168.1.127', '192.168.1.128/25', false],
  ['10.1.2.3', '10.1.2.3/32', true],
  ['10.1.2.4', '10.1.2.3/32', false],
  ['172.31.255.255', '172.16.0.0/12', true],
  ['172.32.0.0', '172.16.0.0/12', false],
  ['::ffff:192.168.1.7', '192.168.1.0/24', true],
  ['fd12::1', 'fd00::/8', true],
  ['fe00::1', 'fd00::/8', false],
  ['192.168.1.7', 'fd00::/8', false],
  ['FD12:0:0:0:0:0:0:1', 'fd12::/16', true],
  ['fd12::1%eth0', 'fd12::/16', true],
])('%s in %s: %s', (address, network, isIn) => {
  expect(isInside(address, [network])).toBe(isIn)
})
test('one of several networks suffices; where none is declared, any that no provider carries', () => {
  expect(isInside('10.0.0.9', ['192.168.1.0/24', '10.0.0.0/24'])).toBe(true)
  expect(['10.9.9.9', '192.168.77.1', '169.254.1.1', '8.8.8.8', '2001:db8::1'].map((one) => isInside(one, []))).toEqual(
    [true, true, true, false, false],
  )
})
test.each(['', '1.2.3', '1.2.3.4.5', '1.2.3.256', '01.2.3.4', 'fd12:::1', 'fd12::1::2', 'g::1', '1:2:3:4:5:6:7', 'x'])(
  '“%s” is no address',
  (text) => {
    expect([isAddress(text), isInside(text, ['0.0.0.0/0'])]).toEqual([false, false])
  },
)
test.each([
  ['192.168.1.0/24', undefined],
  ['192.168.1.0/24、10.0.0.0/8 fd00::/8', undefined],
  ['', '没有写网段'],
  ['192.168.1.0', '192.168.1.0 不是网段，应如 192.168.1.0/24'],
  ['192.168.1.0/33', '192.168.1.0/33 不是网段，应如 192.168.1.0/24'],
  ['8.8.8.0/24', '8.8.8.0/24 不是内网的网段'],
  ['0.0.0.0/0', '0.0.0.0/0 不是内网的网段'],
  ['10.0.0.0/7', '10.0.0.0/7 不是内网的网段'],
  ['192.168.1.0/24 114.114.114.0/24', '114.114.114.0/24 不是内网的网段'],
])('the networks “%s”: %s', (text, fault) => {
  expect(faultInNetworks(text)).toBe(fault)
})
