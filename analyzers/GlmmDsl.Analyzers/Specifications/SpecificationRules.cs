using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>All rules on specifications; as a rule on models, it passes a model's attribute to them.</summary>
internal sealed class SpecificationRules : ModelRule
{
    /// <summary>The rules.</summary>
    public static ImmutableArray<SpecificationRule> All { get; } = ImmutableArray.Create<SpecificationRule>(
        new NonIntegerCountsRule(),
        new FractionalBinomialRule(),
        new WeightsWithoutKindRule(),
        new RemlOptionRule(),
        new QuadratureOptionRule(),
        new LinkRangeRule(),
        new ConflictingSettingsRule(),
        new ComponentTextRule());

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = All.SelectMany(rule => rule.Descriptors).ToImmutableArray();

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        foreach (SpecificationRule rule in All)
        {
            rule.Check(model.Specification, report);
        }
    }
}
