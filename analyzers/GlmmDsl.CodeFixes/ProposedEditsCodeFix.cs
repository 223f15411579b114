using System.Collections.Immutable;
using System.Composition;
using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.CodeFixes;

/// <summary>Applies the changes of source that rules propose in their diagnostics: GLMM202 to GLMM205 on random effects, GLMM301 to GLMM308 on specifications, GLMM410.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ProposedEditsCodeFix))]
[Shared]
public sealed class ProposedEditsCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        RuleIds.CategoricalInDoubleBar,
        RuleIds.RepeatedIntercept,
        RuleIds.DuplicateRandomTerm,
        RuleIds.SlopeWithoutFixedEffect,
        RuleIds.GaussianResponse,
        RuleIds.NonIntegerCounts,
        RuleIds.FractionalBinomial,
        RuleIds.WeightsWithoutKind,
        RuleIds.RemlOfGeneralized,
        RuleIds.QuadratureOfSeveralGroups,
        RuleIds.ConflictingSettings,
        RuleIds.ZeroEffectsAsAverage);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            int number = 0;
            foreach ((string title, ImmutableArray<TextChange> changes) in FixProperties.Read(diagnostic))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        title,
                        async token => context.Document.WithText((await context.Document.GetTextAsync(token).ConfigureAwait(false)).WithChanges(changes.OrderBy(change => change.Span.Start))),
                        diagnostic.Id + (char)('a' + number++)),
                    diagnostic);
            }
        }

        return Task.CompletedTask;
    }
}
