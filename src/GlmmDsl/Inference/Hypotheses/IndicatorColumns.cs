using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Formulas;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>
/// Columns that are products of indicators of levels and of numeric columns, in the coordinates of the kept columns of X: what a term's columns would be if all its
/// factors were coded by indicators. They follow from the coding alone, without the rows.
/// </summary>
internal sealed class IndicatorColumns
{
    private readonly FittedModel model;
    private readonly PlanTerm[] terms;
    private readonly int[] firstColumn;
    private readonly double[][] kept;
    private readonly Dictionary<string, double[]?> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private readonly Dictionary<(PlanVariable, Coding), double[,]> inverses = [];

    /// <summary>Prepares the coordinates of the columns of X.</summary>
    public IndicatorColumns(FittedModel model)
    {
        this.model = model;
        terms = [.. model.Matrices.Plan.Fixed];
        firstColumn = [.. terms.Select((_, t) => model.Matrices.FixedTermOfColumn.IndexOf(t))];
        int p = model.Solution.Kept.Length;
        kept = new double[model.Matrices.FixedNames.Length][];
        for (int k = 0; k < p; k++)
        {
            kept[model.Solution.Kept[k]] = new double[p];
            kept[model.Solution.Kept[k]][k] = 1;
        }

        foreach (AliasedColumn aliased in model.Solution.Aliased)
        {
            kept[aliased.Column] = new double[p];
            for (int i = 0; i < aliased.With.Length; i++)
            {
                kept[aliased.Column][model.Solution.Kept.BinarySearch(aliased.With[i])] = aliased.Weights[i];
            }
        }
    }

    /// <summary>The number of choices of a variable: its levels, or its numeric columns.</summary>
    public int Width(PlanVariable variable) => variable.IsCategorical ? Levels(variable).Length : variable.Suffixes.Length;

    /// <summary>The column of a term for one choice of each of its variables; null where it is no combination of the columns of X by its coding.</summary>
    /// <param name="term">The term.</param>
    /// <param name="choices">For each of its variables a level, or a numeric column.</param>
    public double[]? Of(PlanTerm term, int[] choices) => Of([.. term.Factors.Select((f, i) => (f.Variable, choices[i]))]);

    private ImmutableArray<string> Levels(PlanVariable variable) => model.Basis.CodedLevels[variable];

    private double[]? Of((PlanVariable Variable, int Choice)[] product)
    {
        string key = string.Join("|", product.Select(v => $"{v.Variable.Name}\u0001{v.Choice}").Order(StringComparer.Ordinal));
        if (known.TryGetValue(key, out double[]? found))
        {
            return found;
        }

        if (!open.Add(key))
        {
            return null;
        }

        int own = Array.FindIndex(terms, t => t.Factors.Length == product.Length && Has(t, product));
        double[]? result = own >= 0 ? FromTerm(own, product) : null;
        for (int t = 0; t < terms.Length && result is null; t++)
        {
            if (terms[t].Factors.Length > product.Length && Has(terms[t], product))
            {
                result = FromLarger(terms[t], product);
            }
        }

        open.Remove(key);

        // What failed inside a circle may be known another way round.
        if (result is not null || open.Count == 0)
        {
            known[key] = result;
        }

        return result;
    }

    private static bool Has(PlanTerm term, (PlanVariable Variable, int Choice)[] product) => product.All(v => term.Factors.Any(f => f.Variable == v.Variable));

    /// <summary>
    /// An indicator is a combination of the constant and the contrasts, e = a + d. Of the product of the d's the columns are there; the products with constants are of
    /// fewer variables: Πe = Πd − Σ over sets of contrasted factors of Π(−a) times the product of the others.
    /// </summary>
    private double[]? FromTerm(int t, (PlanVariable Variable, int Choice)[] product)
    {
        PlanTerm term = terms[t];
        int count = term.Factors.Length;
        var choices = new int[count];
        for (int i = 0; i < count; i++)
        {
            choices[i] = product.First(v => v.Variable == term.Factors[i].Variable).Choice;
        }

        var result = new double[model.Solution.Kept.Length];
        AddColumns(t, choices, 0, firstColumn[t], 1, 1, result);
        int[] contrasted = [.. Enumerable.Range(0, count).Where(i => term.Factors[i].Encoding == Encoding.Contrasts)];
        for (int set = 1; set < 1 << contrasted.Length; set++)
        {
            double weight = -1;
            var left = new List<(PlanVariable, int)>();
            for (int i = 0; i < count; i++)
            {
                int at = Array.IndexOf(contrasted, i);
                if (at >= 0 && (set & (1 << at)) != 0)
                {
                    weight *= -Inverse(term.Factors[i])[0, choices[i]];
                }
                else
                {
                    left.Add((term.Factors[i].Variable, choices[i]));
                }
            }

            if (weight == 0)
            {
                continue;
            }

            if (Of([.. left]) is not { } margin)
            {
                return null;
            }

            LinearAlgebra.VectorKernels.AddScaled(weight, margin, result);
        }

        return result;
    }

    /// <summary>Adds Πd: the columns of the term with their weights, the first variable's varying fastest.</summary>
    private void AddColumns(int t, int[] choices, int variable, int column, int stride, double weight, double[] result)
    {
        if (variable == choices.Length)
        {
            LinearAlgebra.VectorKernels.AddScaled(weight, kept[column], result);
            return;
        }

        PlanFactor factor = terms[t].Factors[variable];
        int width = Width(factor.Variable);
        if (factor.Encoding != Encoding.Contrasts)
        {
            AddColumns(t, choices, variable + 1, column + (stride * choices[variable]), stride * width, weight, result);
            return;
        }

        for (int j = 1; j < width; j++)
        {
            double share = Inverse(factor)[j, choices[variable]];
            if (share != 0)
            {
                AddColumns(t, choices, variable + 1, column + (stride * (j - 1)), stride * (width - 1), weight * share, result);
            }
        }
    }

    /// <summary>The sum over the levels of the factors that the term has in addition.</summary>
    private double[]? FromLarger(PlanTerm term, (PlanVariable Variable, int Choice)[] product)
    {
        PlanVariable[] more = [.. term.Factors.Select(f => f.Variable).Where(v => product.All(o => o.Variable != v))];
        if (more.Any(v => !v.IsCategorical))
        {
            return null;
        }

        var result = new double[model.Solution.Kept.Length];
        var at = new int[more.Length];
        do
        {
            if (Of([.. product, .. more.Select((v, i) => (v, at[i]))]) is not { } part)
            {
                return null;
            }

            LinearAlgebra.VectorKernels.AddScaled(1, part, result);
        }
        while (Next(at, more));

        return result;
    }

    private bool Next(int[] at, PlanVariable[] variables)
    {
        for (int i = 0; i < at.Length; i++)
        {
            if (++at[i] < Width(variables[i]))
            {
                return true;
            }

            at[i] = 0;
        }

        return false;
    }

    /// <summary>[1 C]⁻¹ of a factor's contrasts: column ℓ has the weights of constant and contrasts in the indicator of level ℓ.</summary>
    private double[,] Inverse(PlanFactor factor)
    {
        if (!inverses.TryGetValue((factor.Variable, factor.Coding), out double[,]? inverse))
        {
            int k = Levels(factor.Variable).Length;
            double[][] contrasts = Contrasts.Of(factor.Coding, k);
            inverse = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(k, k, (i, j) => j == 0 ? 1 : contrasts[j - 1][i]).Inverse().ToArray();
            inverses.Add((factor.Variable, factor.Coding), inverse);
        }

        return inverse;
    }
}
