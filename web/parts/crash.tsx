/** A page that broke says so and offers to begin anew, instead of leaving nothing. */
import { Component, type ReactNode } from 'react'

interface Props {
  readonly children: ReactNode
  readonly at: string
}
interface Broken {
  readonly brokenAt: string | undefined
}

export class Crash extends Component<Props, Broken> {
  override state: Broken = { brokenAt: undefined }
  static getDerivedStateFromError() {
    return { brokenAt: location.pathname }
  }
  override componentDidUpdate(before: { readonly at: string }) {
    if (before.at !== this.props.at && this.state.brokenAt !== undefined) this.setState({ brokenAt: undefined })
  }
  override render() {
    if (this.state.brokenAt === undefined) return this.props.children
    return (
      <div className="empty" role="alert">
        <b>这一页画不出来了。</b>
        已报出的都在；填到一半的有草稿。
        <button className="btn" type="button" onClick={() => location.reload()}>
          重新打开
        </button>
      </div>
    )
  }
}
