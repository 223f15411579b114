using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using FamilyFacts = GlmmDsl.Formulas.FamilyFacts;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>GLMM304: weights of a generalised model without their kind. Silent for families that take weights of one kind, the one that is meant without saying so.</summary>
internal sealed class WeightsWithoutKindRule : SpecificationRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.WeightsWithoutKind);

    /// <inheritdoc/>
    public override bool NeedsFormula => false;

    /// <inheritdoc/>
    public override void Check(Specification specification, Action<Diagnostic> report)
    {
        if (!specification.IsGeneralized
            || specification.TextOf("Weights") is not { } column
            || !specification.Lacks("WeightKind")
            || specification.Find("Weights") is not { Expression: { } expression, Whole: { } whole }
            || FamilyFacts.WeightKinds(specification.Family!) is not { Length: > 1 } kinds)
        {
            return;
        }

        report(SourceFix.Report(
            DiagnosticDescriptors.WeightsWithoutKind,
            expression.GetLocation(),
            kinds.Select(kind => (SourceFix?)new SourceFix(TitleOf(kind), new TextChange(new TextSpan(whole.Span.End, 0), $", WeightKind = {specification.NameOf("WeightKind")}.{kind}")) { Kind = kind }),
            column,
            FamilyFacts.InWords(specification.Family!),
            string.Join(", or ", kinds.Select(MeaningOf))));
    }

    private static string TitleOf(string kind) =>
        kind switch
        {
            "Trials" => "The rows are proportions of that many trials",
            "Frequency" => "Each row represents that many identical rows",
            _ => "They weight the rows' log-likelihoods",
        };

    private static string MeaningOf(string kind) =>
        kind switch
        {
            "Trials" => "Trials (the row is a proportion of w trials)",
            "Frequency" => "Frequency (the row represents w identical rows)",
            _ => "Precision (the row's log-likelihood counts w times)",
        };
}
