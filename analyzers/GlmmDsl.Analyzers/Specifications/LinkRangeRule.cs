using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using FamilyFacts = GlmmDsl.Formulas.FamilyFacts;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>GLMM307: a link with which the mean can leave the family's range.</summary>
internal sealed class LinkRangeRule : SpecificationRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.LinkRange);

    /// <inheritdoc/>
    public override bool NeedsFormula => false;

    /// <inheritdoc/>
    public override void Check(Specification specification, Action<Diagnostic> report)
    {
        if (specification.Family is { } family
            && specification.Find("Link") is { Member: { } link, Expression: { } expression }
            && FamilyFacts.MeansOutOfRange(family, link) is { } means
            && FamilyFacts.SafeLink(family) is { } safe)
        {
            report(Diagnostic.Create(DiagnosticDescriptors.LinkRange, expression.GetLocation(), FamilyFacts.InWords(family), link, means, safe == FamilyFacts.UsualLink(family) ? "usual " + safe : safe));
        }
    }
}
