using System.Collections.Immutable;
using System.Composition;
using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.CodeFixes;

/// <summary>Applies the changes of source that rules propose in their diagnostics, for all rules that do.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ProposedEditsCodeFix))]
[Shared]
public sealed class ProposedEditsCodeFix() : RuleFix(
    RuleIds.DuplicateTerm,
    RuleIds.MissingMainEffects,
    RuleIds.Aliased,
    RuleIds.ExposurePredictor,
    RuleIds.UnusedFact,
    RuleIds.ConstantSlope,
    RuleIds.RepeatedLabels,
    RuleIds.ReversedNesting,
    RuleIds.RowKeyEffect,
    RuleIds.DateAsNumber,
    RuleIds.FixedAndRandomFactor,
    RuleIds.TimeStructure,
    RuleIds.ManyCovarianceParameters,
    RuleIds.FewGroups,
    RuleIds.PowerOfColumn,
    RuleIds.ArithmeticOfColumns,
    RuleIds.SumTimesColumn,
    RuleIds.CategoricalInDoubleBar,
    RuleIds.RepeatedIntercept,
    RuleIds.DuplicateRandomTerm,
    RuleIds.SlopeWithoutFixedEffect,
    RuleIds.SwappedBar,
    RuleIds.GaussianResponse,
    RuleIds.OrderedResponse,
    RuleIds.NonIntegerCounts,
    RuleIds.FractionalBinomial,
    RuleIds.WeightsWithoutKind,
    RuleIds.RemlOfGeneralized,
    RuleIds.QuadratureOfSeveralGroups,
    RuleIds.ConflictingSettings,
    RuleIds.ResponseRange,
    RuleIds.ZeroEffectsAsAverage,
    RuleIds.PlainPValueAtBoundary,
    RuleIds.WaldOfVariance,
    RuleIds.KenwardRogerOfOther,
    RuleIds.TypeThreeWald,
    RuleIds.LevelOutsideRange,
    RuleIds.WithoutSeed,
    RuleIds.FoldsOfRows,
    RuleIds.PairsWithoutAdjustment,
    RuleIds.WithoutSphericity)
{
    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(ApplyAllAsync);

    private protected override Task<IEnumerable<CodeAction>> FixesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult(FixProperties.Read(diagnostic).Select(fix => CodeAction.Create(fix.Title, token => ChangeAsync(document, fix.Changes, token), KeyOf(diagnostic, fix.Kind))));

    private static async Task<Document> ChangeAsync(Document document, IEnumerable<TextChange> changes, CancellationToken cancellationToken) =>
        document.WithText((await document.GetTextAsync(cancellationToken).ConfigureAwait(false)).WithChanges(changes.OrderBy(change => change.Span.Start)));

    private static string KeyOf(Diagnostic diagnostic, string kind) => diagnostic.Id + " " + kind;

    /// <summary>
    /// Applies the fixes of one kind to a document together. Insertions at one place follow each other: two slopes that a term lacks are both added. What two fixes
    /// write there alike is written once.
    /// A fix that would change what another has changed is left for the next run.
    /// </summary>
    private static async Task<Document?> ApplyAllAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        var applied = new List<TextChange>();
        foreach (Diagnostic diagnostic in diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            ImmutableArray<TextChange> changes = FixProperties.Read(diagnostic).FirstOrDefault(fix => KeyOf(diagnostic, fix.Kind) == context.CodeActionEquivalenceKey).Changes;
            if (!changes.IsDefaultOrEmpty && !changes.Any(change => applied.Any(other => Overlap(change.Span, other.Span))))
            {
                applied.AddRange(changes);
            }
        }

        IEnumerable<TextChange> merged = applied
            .GroupBy(change => change.Span)
            .Select(changes => new TextChange(changes.Key, string.Concat(changes.Select(change => change.NewText).Distinct())))
            .OrderBy(change => change.Span.Start)
            .ThenBy(change => change.Span.Length);
        return document.WithText((await document.GetTextAsync(context.CancellationToken).ConfigureAwait(false)).WithChanges(merged));
    }

    /// <summary>Whether two changes touch the same text; two insertions at one place do not.</summary>
    private static bool Overlap(TextSpan a, TextSpan b) => a.Start < b.End && b.Start < a.End;
}
