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
public sealed class NearestNameCodeFix() : RuleFix(RuleIds.FormulaSyntax, RuleIds.UnknownColumn, RuleIds.Function)
{
    private protected override Task<IEnumerable<CodeAction>> FixesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult<IEnumerable<CodeAction>>(diagnostic.Properties.TryGetValue(FixProperties.Suggestion, out string? name) && name is not null && FixProperties.IsPlain(name)
            ? [CodeAction.Create($"Change to '{name}'", token => ChangeAsync(document, diagnostic.Location.SourceSpan, name, token), nameof(NearestNameCodeFix))]
            : []);

    private static async Task<Document> ChangeAsync(Document document, TextSpan place, string name, CancellationToken cancellationToken) =>
        document.WithText((await document.GetTextAsync(cancellationToken).ConfigureAwait(false)).WithChanges(new TextChange(place, name)));
}
