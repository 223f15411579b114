using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>What the response of a model is.</summary>
public enum ResponseKind
{
    /// <summary>A number (a logical counts as 0 or 1).</summary>
    Numeric,

    /// <summary>A factor: binomial models only, the first level is failure.</summary>
    Factor,

    /// <summary><c>cbind(successes, failures)</c>.</summary>
    SuccessesAndFailures,
}

/// <summary>
/// The one owner of R's rules: a formula together with the kinds of its columns, turned into the terms, encodings, names and keys of a
/// design. The generator and the run time both consume it.
/// </summary>
public sealed class DesignPlan
{
    private string? fixedKey;
    private string? responseKey;

    internal DesignPlan(
        ModelTerms terms,
        ResponseKind responseKind,
        ImmutableArray<PlanVariable> variables,
        ImmutableArray<PlanTerm> fixedTerms,
        ImmutableArray<PlanRandomTerm> randomTerms,
        ImmutableArray<string> columnsUsed)
    {
        Terms = terms;
        ResponseKind = responseKind;
        Variables = variables;
        Fixed = fixedTerms;
        Random = randomTerms;
        ColumnsUsed = columnsUsed;
    }

    /// <summary>The expanded formula.</summary>
    public ModelTerms Terms { get; }

    /// <summary>What the response is.</summary>
    public ResponseKind ResponseKind { get; }

    /// <summary>All variables of fixed and random parts (not the response, not offsets, not grouping factors), each once, in order of appearance.</summary>
    public ImmutableArray<PlanVariable> Variables { get; }

    /// <summary>The fixed-effects terms in R's order, the intercept first where there is one.</summary>
    public ImmutableArray<PlanTerm> Fixed { get; }

    /// <summary>The random-effects terms in the order of the expanded formula (the run sorts them as lme4 does, by numbers of levels).</summary>
    public ImmutableArray<PlanRandomTerm> Random { get; }

    /// <summary>The table columns that the formula reads (response and offsets included), each once, in order of appearance.</summary>
    public ImmutableArray<string> ColumnsUsed { get; }

    /// <summary>The response expression; null in a one-sided formula.</summary>
    public Variable? Response => Terms.Response;

    /// <summary>Canonical text of the fixed design: equal for formulas that span the same terms with the same coding, whatever their order and spelling. Offsets included, the response not.</summary>
    public string FixedKey => fixedKey ??= CanonicalKey.OfFixed(this);

    /// <summary>Canonical text of the response expression.</summary>
    public string ResponseKey => responseKey ??= CanonicalKey.OfResponse(this);

    /// <summary>Makes the plan of an expanded formula.</summary>
    /// <param name="terms">The expanded formula.</param>
    /// <param name="columns">The columns it may name.</param>
    /// <returns>The plan, or null and the errors.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static DesignPlanResult Create(ModelTerms terms, IColumnTypes columns) =>
        new DesignPlanner(Guard.NotNull(terms, nameof(terms)), Guard.NotNull(columns, nameof(columns))).Plan();
}

/// <summary>A plan, or the errors that prevent one.</summary>
/// <param name="Plan">The plan; null when there are diagnostics.</param>
/// <param name="Diagnostics">What is wrong, in order of places.</param>
public sealed record DesignPlanResult(DesignPlan? Plan, ImmutableArray<FormulaDiagnostic> Diagnostics);
