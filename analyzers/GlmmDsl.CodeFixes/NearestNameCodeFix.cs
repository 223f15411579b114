using System.Collections.Immutable;
using System.Composition;
using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.CodeFixes;

/// <summary>GLMM101, GLMM102 and GLMM104: writes the name that was probably meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NearestNameCodeFix))]
[Shared]
public sealed class NearestNameCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(RuleIds.FormulaSyntax, RuleIds.UnknownColumn, RuleIds.Function);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(FixProperties.Suggestion, out string? name) && name is not null && FixProperties.IsPlain(name))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Change to '{name}'",
                        async token => context.Document.WithText((await context.Document.GetTextAsync(token).ConfigureAwait(false)).WithChanges(new TextChange(diagnostic.Location.SourceSpan, name))),
                        nameof(NearestNameCodeFix)),
                    diagnostic);
            }
        }

        return Task.CompletedTask;
    }
}
