using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>A random-effects term of the plan.</summary>
public sealed class PlanRandomTerm(
    RandomTerm source,
    ImmutableArray<PlanTerm> terms,
    ImmutableArray<PlanVariable> group,
    bool isIndependent)
{
    /// <summary>The term it came from: structure, spans.</summary>
    public RandomTerm Source { get; } = source;

    /// <summary>The terms whose columns carry random effects, the intercept first where there is one.</summary>
    public ImmutableArray<PlanTerm> Terms { get; } = terms;

    /// <summary>The variables whose combination is the grouping factor, in the order of its name (b, a for <c>b:a</c>).</summary>
    public ImmutableArray<PlanVariable> Group { get; } = group;

    /// <summary>lme4's name of the grouping factor, <c>b:a</c>.</summary>
    public string GroupName => Source.GroupName;

    /// <summary>
    /// Whether each column is a separate term, with a variance and no correlation: a part of <c>||</c> or <c>diag(..)</c>. The run splits it
    /// into scalar terms in the order of its columns.
    /// </summary>
    public bool IsIndependent { get; } = isIndependent;
}
