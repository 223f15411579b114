using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace GlmmDsl.CodeFixes;

/// <summary>The fixes of some rules, each of one diagnostic; all of a file can be applied together.</summary>
public abstract class RuleFix : CodeFixProvider
{
    private protected RuleFix(params string[] rules) => FixableDiagnosticIds = rules.ToImmutableArray();

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            foreach (CodeAction action in await FixesAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }

    /// <summary>The fixes of a diagnostic, in the order in which they are offered.</summary>
    private protected abstract Task<IEnumerable<CodeAction>> FixesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken);
}
