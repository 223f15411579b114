using System.Collections.Immutable;
using GlmmDsl.Design;

namespace GlmmDsl.Covariance;

/// <summary>One amalgamated grouping factor of the engine.</summary>
/// <param name="Source">Its index among the model's grouping factors.</param>
/// <param name="Levels">Number of levels, q.</param>
/// <param name="Width">Random effects a level, k, over all terms of the factor.</param>
/// <param name="Terms">The terms that make it up, in the order of their columns.</param>
internal sealed record FactorLayout(int Source, int Levels, int Width, ImmutableArray<TermLayout> Terms);

/// <summary>One term inside its grouping factor.</summary>
/// <param name="Term">Its index in the model's list.</param>
/// <param name="Offset">Its first column in the factor.</param>
/// <param name="Width">Number of columns.</param>
/// <param name="FirstParameter">Index in θ of its first covariance parameter.</param>
/// <param name="Basis">The columns it is computed in.</param>
internal sealed record TermLayout(int Term, int Offset, int Width, int FirstParameter, RandomBasis Basis);

/// <summary>An entry of θ: element (Row, Column) of the template Λ of a factor.</summary>
internal readonly record struct CovarianceParameter(int Factor, int Row, int Column);

/// <summary>
/// Where everything of the random part stands: factors ordered by number of random effects, the largest first (it becomes the block-diagonal
/// block); θ in the order of the model's terms, each the lower triangle of its template by columns.
/// </summary>
internal sealed class CovarianceLayout
{
    /// <summary>Lays out a model.</summary>
    public CovarianceLayout(ImmutableArray<GroupColumns> groups, CrossProductBlocks products)
    {
        int[] firsts = FirstParameters(groups, out int count);
        var factors = new List<FactorLayout>();
        for (int g = 0; g < groups.Length; g++)
        {
            var terms = ImmutableArray.CreateBuilder<TermLayout>();
            int offset = 0;
            for (int t = 0; t < groups[g].Terms.Length; t++)
            {
                ImmutableArray<int> columns = groups[g].ColumnOf[t];
                int term = groups[g].Terms[t];
                terms.Add(new TermLayout(term, offset, columns.Length, firsts[term], new RandomBasis(products, g, columns)));
                offset += columns.Length;
            }

            factors.Add(new FactorLayout(g, products.LevelCounts[g], offset, terms.ToImmutable()));
        }

        Factors = [.. factors.OrderByDescending(f => (long)f.Levels * f.Width)];
        Parameters = new CovarianceParameter[count];
        for (int f = 0; f < Factors.Length; f++)
        {
            foreach (TermLayout term in Factors[f].Terms)
            {
                int at = term.FirstParameter;
                for (int column = 0; column < term.Width; column++)
                {
                    for (int row = column; row < term.Width; row++)
                    {
                        Parameters[at++] = new CovarianceParameter(f, term.Offset + row, term.Offset + column);
                    }
                }
            }
        }
    }

    /// <summary>The grouping factors, largest first.</summary>
    public ImmutableArray<FactorLayout> Factors { get; }

    /// <summary>The entries of θ.</summary>
    public CovarianceParameter[] Parameters { get; }

    /// <summary>How far apart weights are, as a factor of Λ: 1 but for weights that differ by orders of magnitude.</summary>
    public double WeightSpread => Factors.SelectMany(f => f.Terms).Select(t => t.Basis.WeightSpread).DefaultIfEmpty(1).Max();

    /// <summary>Fills the templates Λ (per factor k × k, row-major) from internal θ.</summary>
    public void Fill(ReadOnlySpan<double> theta, double[][] templates)
    {
        for (int i = 0; i < Parameters.Length; i++)
        {
            CovarianceParameter p = Parameters[i];
            templates[p.Factor][(p.Row * Factors[p.Factor].Width) + p.Column] = theta[i];
        }
    }

    /// <summary>θ of a diagonal Λ.</summary>
    /// <param name="size">The diagonal entry at a place in θ.</param>
    public double[] Diagonal(Func<int, double> size) => [.. Parameters.Select((p, i) => p.Row == p.Column ? size(i) : 0.0)];

    /// <summary>θ about the internal columns from θ in user units.</summary>
    public double[] ToInternal(ReadOnlySpan<double> theta) => Map(theta, (basis, lambda) => basis.ToInternal(lambda));

    /// <summary>θ in user units, diagonals ≥ 0, from θ about the internal columns.</summary>
    public double[] ToUser(ReadOnlySpan<double> theta) => Map(theta, (basis, lambda) => basis.ToUser(lambda));

    /// <summary>The gradient in θ in user units at an internal θ.</summary>
    /// <param name="theta">Internal θ.</param>
    /// <param name="templateGradients">Per factor ∂d/∂Λ of all entries of its template.</param>
    public double[] GradientToUser(ReadOnlySpan<double> theta, double[][] templateGradients)
    {
        var result = new double[theta.Length];
        for (int f = 0; f < Factors.Length; f++)
        {
            foreach (TermLayout term in Factors[f].Terms)
            {
                int k = term.Width;
                double[] lambda = Template(theta, term);
                var gradient = new double[k * k];
                for (int r = 0; r < k; r++)
                {
                    templateGradients[f].AsSpan(((term.Offset + r) * Factors[f].Width) + term.Offset, k).CopyTo(gradient.AsSpan(r * k));
                }

                term.Basis.GradientToUser(lambda, gradient);
                int at = term.FirstParameter;
                for (int column = 0; column < k; column++)
                {
                    for (int row = column; row < k; row++)
                    {
                        result[at++] = gradient[(row * k) + column];
                    }
                }
            }
        }

        return result;
    }

    /// <summary>Each term's template, changed in place by an action on (term, k × k row-major), and read back into θ.</summary>
    public double[] Map(ReadOnlySpan<double> theta, Action<RandomBasis, double[]> action)
    {
        double[] result = theta.ToArray();
        foreach (TermLayout term in Factors.SelectMany(f => f.Terms))
        {
            var lambda = Template(theta, term);
            action(term.Basis, lambda);
            int at = term.FirstParameter;
            for (int column = 0; column < term.Width; column++)
            {
                for (int row = column; row < term.Width; row++)
                {
                    result[at++] = lambda[(row * term.Width) + column];
                }
            }
        }

        return result;
    }

    /// <summary>One term's template Λ, k × k row-major.</summary>
    public static double[] Template(ReadOnlySpan<double> theta, TermLayout term)
    {
        var lambda = new double[term.Width * term.Width];
        int at = term.FirstParameter;
        for (int column = 0; column < term.Width; column++)
        {
            for (int row = column; row < term.Width; row++)
            {
                lambda[(row * term.Width) + column] = theta[at++];
            }
        }

        return lambda;
    }

    /// <summary>For each factor the map from its columns as summed (the constant first) to internal ones: columns × k, row-major.</summary>
    /// <param name="widths">Columns of each of the model's grouping factors, the constant included.</param>
    public double[][] Transforms(ImmutableArray<int> widths) => [.. Factors.Select(f => Transform(f, widths[f.Source]))];

    private static double[] Transform(FactorLayout factor, int width)
    {
        var result = new double[width * factor.Width];
        foreach (TermLayout term in factor.Terms)
        {
            for (int r = 0; r < width; r++)
            {
                for (int c = 0; c < term.Width; c++)
                {
                    result[(r * factor.Width) + term.Offset + c] = term.Basis.Transform[(r * term.Width) + c];
                }
            }
        }

        return result;
    }

    private static int[] FirstParameters(ImmutableArray<GroupColumns> groups, out int count)
    {
        var widths = new int[groups.Sum(g => g.Terms.Length)];
        foreach (GroupColumns group in groups)
        {
            for (int t = 0; t < group.Terms.Length; t++)
            {
                widths[group.Terms[t]] = group.ColumnOf[t].Length;
            }
        }

        var firsts = new int[widths.Length];
        count = 0;
        for (int t = 0; t < widths.Length; t++)
        {
            firsts[t] = count;
            count += widths[t] * (widths[t] + 1) / 2;
        }

        return firsts;
    }
}
