using System.Collections.Immutable;
using System.Composition;
using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.CodeFixes;

/// <summary>
/// GLMM401 and GLMM402: turns the REML fits that are compared into ML fits, where they are made. A local declared with an alias of the REML fit's type
/// is declared as <c>var</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RefitByMlCodeFix))]
[Shared]
public sealed class RefitByMlCodeFix() : RuleFix(RuleIds.RemlAcrossFixedEffects, RuleIds.MlAgainstReml)
{
    private static readonly ImmutableDictionary<string, string> MlNames = ImmutableDictionary<string, string>.Empty
        .Add("FitReml", "FitMl")
        .Add("FitRemlAsync", "FitMlAsync")
        .Add("RemlFit", "MlFit");

    // The rule gives the names to change as further places, and none where the code that makes a fit cannot be seen.
    private protected override Task<IEnumerable<CodeAction>> FixesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult<IEnumerable<CodeAction>>(diagnostic.AdditionalLocations.Count > 0
            ? [CodeAction.Create("Refit by ML", token => RefitAsync(document.Project.Solution, diagnostic.AdditionalLocations, token), nameof(RefitByMlCodeFix))]
            : []);

    private static async Task<Solution> RefitAsync(Solution solution, IReadOnlyList<Location> places, CancellationToken cancellationToken)
    {
        Solution changed = solution;
        foreach (IGrouping<SyntaxTree?, Location> file in places.GroupBy(place => place.SourceTree))
        {
            if (file.Key is null || solution.GetDocument(file.Key) is not { } document)
            {
                continue;
            }

            SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
            IEnumerable<TextChange> changes = file
                .Select(place => place.SourceSpan)
                .Distinct()
                .OrderBy(span => span.Start)
                .Select(span => new TextChange(span, MlNames.TryGetValue(text.ToString(span), out string? name) ? name : "var"));
            changed = changed.WithDocumentText(document.Id, text.WithChanges(changes));
        }

        return changed;
    }
}
