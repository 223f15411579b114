using GlmmDsl.Fits;
using GlmmDsl.Formulas;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>The fixed-effects terms of a fit with the places of their columns among the kept coefficients.</summary>
internal sealed class FixedTerms
{
    private readonly HashSet<PlanVariable>[] variables;

    /// <summary>Reads the terms of a fit.</summary>
    public FixedTerms(FittedModel model)
    {
        Terms = [.. model.Matrices.Plan.Fixed];
        Columns = [.. Terms.Select((_, t) => Enumerable.Range(0, model.Solution.Kept.Length)
            .Where(k => model.Matrices.FixedTermOfColumn[model.Solution.Kept[k]] == t).ToArray())];
        Count = model.Solution.Kept.Length;
        HasThresholds = model.Family.HasThresholds;
        variables = [.. Terms.Select(t => t.Factors.Select(f => f.Variable).ToHashSet())];
    }

    /// <summary>The terms in R's order, the intercept among them.</summary>
    public PlanTerm[] Terms { get; }

    /// <summary>For each term the places of its columns among the kept coefficients; empty where all were dropped.</summary>
    public int[][] Columns { get; }

    /// <summary>Whether thresholds are in the place of the intercept.</summary>
    public bool HasThresholds { get; }

    /// <summary>The number of kept coefficients.</summary>
    public int Count { get; }

    /// <summary>Whether a term has all variables of another: an interaction of it.</summary>
    public bool HasAllOf(int larger, int smaller) => larger != smaller && !Terms[smaller].IsIntercept && variables[smaller].IsSubsetOf(variables[larger]);

    /// <summary>Rows of the unit matrix, one for each place.</summary>
    public double[,] Units(int[] places)
    {
        var rows = new double[places.Length, Count];
        for (int i = 0; i < places.Length; i++)
        {
            rows[i, places[i]] = 1;
        }

        return rows;
    }
}
