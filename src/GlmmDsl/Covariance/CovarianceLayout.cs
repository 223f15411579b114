using System.Collections.Immutable;
using GlmmDsl.Design;

namespace GlmmDsl.Covariance;

/// <summary>One grouping factor of the engine, which holds all terms that share it.</summary>
/// <param name="Source">Its index among the model's grouping factors.</param>
/// <param name="Levels">Number of levels, q.</param>
/// <param name="Width">Random effects per level, k, over all terms of the factor.</param>
/// <param name="Terms">The terms that make it up, in the order of their columns.</param>
internal sealed record FactorLayout(int Source, int Levels, int Width, ImmutableArray<TermLayout> Terms);

/// <summary>One term inside its grouping factor.</summary>
/// <param name="Term">Its index in the model's list.</param>
/// <param name="Offset">Its first column in the factor.</param>
/// <param name="Width">Number of columns.</param>
/// <param name="Structure">Its covariance structure.</param>
/// <param name="FirstParameter">Index in θ of its first covariance parameter.</param>
/// <param name="FirstEntry">Index in λ of its first entry.</param>
/// <param name="Basis">The columns it is computed in.</param>
internal sealed record TermLayout(int Term, int Offset, int Width, CovarianceStructure Structure, int FirstParameter, int FirstEntry, RandomBasis Basis)
{
    /// <summary>Its part of θ.</summary>
    public Range Parameters => FirstParameter..(FirstParameter + Structure.Count);

    /// <summary>Its part of λ.</summary>
    public Range Entries => FirstEntry..(FirstEntry + Structure.Entries.Length);
}

/// <summary>
/// The layout of the random part: factors ordered by their number of random effects, the largest first (it becomes the block-diagonal
/// block); θ, and the entries λ of Λ that θ determines, in the order of the model's terms. If θ is λ for every structure, the two are the same array
/// and nothing is computed between them.
/// </summary>
internal sealed class CovarianceLayout
{
    /// <summary>Lays out a model.</summary>
    /// <param name="groups">Its grouping factors.</param>
    /// <param name="products">The cross-products.</param>
    /// <param name="structures">The structure of each term, in the model's order.</param>
    public CovarianceLayout(ImmutableArray<GroupColumns> groups, CrossProductBlocks products, ImmutableArray<CovarianceStructure> structures)
    {
        int[] firstParameters = Firsts(structures, s => s.Count), firstEntries = Firsts(structures, s => s.Entries.Length);
        var factors = new List<FactorLayout>();
        for (int g = 0; g < groups.Length; g++)
        {
            var terms = ImmutableArray.CreateBuilder<TermLayout>();
            int offset = 0;
            for (int t = 0; t < groups[g].Terms.Length; t++)
            {
                ImmutableArray<int> columns = groups[g].ColumnOf[t];
                int term = groups[g].Terms[t];
                var basis = new RandomBasis(products, g, columns, structures[term].Follows);
                terms.Add(new TermLayout(term, offset, columns.Length, structures[term], firstParameters[term], firstEntries[term], basis));
                offset += columns.Length;
            }

            factors.Add(new FactorLayout(g, products.LevelCounts[g], offset, terms.ToImmutable()));
        }

        Factors = [.. factors.OrderByDescending(f => (long)f.Levels * f.Width)];
        IsIdentity = structures.All(s => s.IsIdentity);
        Parameters = new CovarianceParameter[firstParameters[^1]];
        Entries = new LambdaEntry[firstEntries[^1]];
        for (int f = 0; f < Factors.Length; f++)
        {
            foreach (TermLayout term in Factors[f].Terms)
            {
                CovarianceStructure structure = term.Structure;
                for (int i = 0; i < structure.Count; i++)
                {
                    (int row, int column, int vanishing) = structure.Parameters[i];
                    Parameters[term.FirstParameter + i] = new CovarianceParameter(f, term.Offset + row, term.Offset + column, vanishing, structure.IsIdentity);
                }

                for (int i = 0; i < structure.Entries.Length; i++)
                {
                    (int row, int column) = structure.Entries[i];
                    Entries[term.FirstEntry + i] = new LambdaEntry(f, term.Offset + row, term.Offset + column);
                }
            }
        }

        Sizes = [.. Terms.SelectMany(t => Enumerable.Range(t.FirstParameter, t.Structure.Count)).Where(i => Parameters[i].IsSize)];
    }

    /// <summary>The grouping factors, largest first.</summary>
    public ImmutableArray<FactorLayout> Factors { get; }

    /// <summary>The terms, factor by factor.</summary>
    public IEnumerable<TermLayout> Terms => Factors.SelectMany(f => f.Terms);

    /// <summary>The elements of θ.</summary>
    public CovarianceParameter[] Parameters { get; }

    /// <summary>The indices in θ of the parameters that are zero where a variance is zero, factor by factor.</summary>
    public ImmutableArray<int> Sizes { get; }

    /// <summary>The entries λ of Λ, with respect to which kernels differentiate.</summary>
    public LambdaEntry[] Entries { get; }

    /// <summary>Whether θ is λ, as it is for unstructured and diagonal terms.</summary>
    public bool IsIdentity { get; }

    /// <summary>How far apart the weights are, as a factor of Λ: 1 unless they differ by orders of magnitude.</summary>
    public double WeightSpread => Factors.SelectMany(f => f.Terms).Select(t => t.Basis.WeightSpread).DefaultIfEmpty(1).Max();

    /// <summary>Fills the templates Λ (per factor k × k, row-major) from λ.</summary>
    public void Fill(ReadOnlySpan<double> entries, double[][] templates)
    {
        for (int i = 0; i < Entries.Length; i++)
        {
            LambdaEntry e = Entries[i];
            templates[e.Factor][(e.Row * Factors[e.Factor].Width) + e.Column] = entries[i];
        }
    }

    /// <summary>λ at an internal θ; θ itself if the two are the same.</summary>
    public double[] ToEntries(double[] theta)
    {
        if (IsIdentity)
        {
            return theta;
        }

        var entries = new double[Entries.Length];
        foreach (TermLayout term in Terms)
        {
            term.Structure.Fill(theta.AsSpan(term.Parameters), entries.AsSpan(term.Entries));
        }

        return entries;
    }

    /// <summary>θ for independent columns.</summary>
    /// <param name="size">The standard deviation, in units of σ, of a term's column.</param>
    public double[] Independent(Func<TermLayout, int, double> size)
    {
        var theta = new double[Parameters.Length];
        foreach (TermLayout term in Terms)
        {
            double[] sizes = [.. Enumerable.Range(0, term.Width).Select(c => size(term, c))];
            term.Structure.Start(sizes).CopyTo(theta.AsSpan(term.Parameters));
        }

        return theta;
    }

    /// <summary>θ for the internal columns, from θ in user units.</summary>
    public double[] ToInternal(ReadOnlySpan<double> theta) => Map(theta, term => term.Structure.IsIdentity, (basis, lambda) => basis.ToInternal(lambda));

    /// <summary>θ in user units, diagonals ≥ 0, from θ for the internal columns.</summary>
    public double[] ToUser(ReadOnlySpan<double> theta)
    {
        double[] result = Map(theta, term => term.Structure.IsIdentity, (basis, lambda) => basis.ToUser(lambda));
        foreach (TermLayout term in Terms)
        {
            if (!term.Structure.IsIdentity)
            {
                term.Structure.Canonicalise(result.AsSpan(term.Parameters));
            }
        }

        return result;
    }

    /// <summary>The gradient in θ in user units at an internal θ.</summary>
    /// <param name="theta">Internal θ.</param>
    /// <param name="templateGradients">For each factor, ∂d/∂Λ for all entries of its template.</param>
    public double[] GradientToUser(double[] theta, double[][] templateGradients)
    {
        double[] entries = ToEntries(theta);
        var inEntries = new double[Entries.Length];
        for (int f = 0; f < Factors.Length; f++)
        {
            foreach (TermLayout term in Factors[f].Terms)
            {
                int k = term.Width;
                double[] lambda = Template(entries, term);
                var gradient = new double[k * k];
                for (int r = 0; r < k; r++)
                {
                    templateGradients[f].AsSpan(((term.Offset + r) * Factors[f].Width) + term.Offset, k).CopyTo(gradient.AsSpan(r * k));
                }

                if (term.Structure.IsIdentity)
                {
                    term.Basis.GradientToUser(lambda, gradient);
                }

                Read(gradient, term, inEntries.AsSpan(term.Entries));
            }
        }

        if (IsIdentity)
        {
            return inEntries;
        }

        var map = new EntryMap(this);
        map.MoveTo(theta);
        var result = new double[theta.Length];
        map.Gradient(inEntries, result);
        return result;
    }

    /// <summary>
    /// Applies an action to (basis, k × k row-major template) of each unstructured term and reads the result back into θ. Other terms are left alone:
    /// such an action would not preserve their structure.
    /// </summary>
    public double[] MapUnstructured(ReadOnlySpan<double> theta, Action<RandomBasis, double[]> action) =>
        Map(theta, term => term.Structure.Follows == ColumnChange.Any, action);

    private double[] Map(ReadOnlySpan<double> theta, Func<TermLayout, bool> applies, Action<RandomBasis, double[]> action)
    {
        double[] result = theta.ToArray();
        foreach (TermLayout term in Terms.Where(applies))
        {
            double[] lambda = term.Structure.Template(theta[term.Parameters]);
            action(term.Basis, lambda);
            Read(lambda, term, result.AsSpan(term.Parameters));
        }

        return result;
    }

    /// <summary>One term's template Λ, k × k row-major.</summary>
    /// <param name="entries">λ.</param>
    /// <param name="term">The term.</param>
    public static double[] Template(ReadOnlySpan<double> entries, TermLayout term)
    {
        var lambda = new double[term.Width * term.Width];
        for (int i = 0; i < term.Structure.Entries.Length; i++)
        {
            (int row, int column) = term.Structure.Entries[i];
            lambda[(row * term.Width) + column] = entries[term.FirstEntry + i];
        }

        return lambda;
    }

    /// <summary>Reads the entries of one term from a k × k matrix.</summary>
    private static void Read(double[] matrix, TermLayout term, Span<double> entries)
    {
        for (int i = 0; i < entries.Length; i++)
        {
            (int row, int column) = term.Structure.Entries[i];
            entries[i] = matrix[(row * term.Width) + column];
        }
    }

    /// <summary>For each factor, the map from its columns as summed (the constant first) to the internal ones: columns × k, row-major.</summary>
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

    /// <summary>Where each term's part begins, and at the end the total number.</summary>
    private static int[] Firsts(ImmutableArray<CovarianceStructure> structures, Func<CovarianceStructure, int> count)
    {
        var firsts = new int[structures.Length + 1];
        for (int t = 0; t < structures.Length; t++)
        {
            firsts[t + 1] = firsts[t] + count(structures[t]);
        }

        return firsts;
    }
}
