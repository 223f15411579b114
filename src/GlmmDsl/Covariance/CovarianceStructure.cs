using System.Collections.Immutable;

namespace GlmmDsl.Covariance;

/// <summary>
/// A covariance structure of one random-effects term: the map from its parameters θ to the entries λ of Λ, with two derivatives, and everything that depends on
/// what θ means. Σ = σ²ΛΛᵀ. Kernels differentiate with respect to λ; the criterion converts their derivatives to θ. Immutable.
/// </summary>
/// <param name="width">k, the columns of the term.</param>
internal abstract class CovarianceStructure(int width)
{
    /// <summary>k, the columns of the term.</summary>
    public int Width { get; } = width;

    /// <summary>The entries of the k × k lower triangle Λ that it fills, by columns; all others are zero.</summary>
    public abstract ImmutableArray<(int Row, int Column)> Entries { get; }

    /// <summary>
    /// For each parameter, the entry of Λ that it changes most, (c, c) if it sets the size of column c; and, if a variance is zero where the parameter is, how
    /// many consecutive parameters vanish together, itself first. Otherwise 0.
    /// </summary>
    public abstract ImmutableArray<(int Row, int Column, int Vanishing)> Parameters { get; }

    /// <summary>The number of parameters.</summary>
    public int Count => Parameters.Length;

    /// <summary>Whether θ is λ itself. Such a structure is scaled with its columns and adds no cost.</summary>
    public virtual bool IsIdentity => false;

    /// <summary>The changes of columns that it allows. Only a structure whose θ is λ can allow any.</summary>
    public virtual ColumnChange Follows => ColumnChange.None;

    /// <summary>The lowest value that a correlation can have.</summary>
    public virtual double LowestCorrelation => -1;

    /// <summary>Whether a correlation has no meaning where one of its two variances is zero; false if other pairs of columns have the same correlation.</summary>
    public virtual bool CorrelationNeedsBothVariances => true;

    /// <summary>λ(θ).</summary>
    /// <param name="theta">θ.</param>
    /// <param name="entries">Receives λ, in the order of <see cref="Entries"/>.</param>
    public abstract void Fill(ReadOnlySpan<double> theta, Span<double> entries);

    /// <summary>∂λ/∂θ.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="jacobian">Receives it: entries × parameters, row-major.</param>
    public abstract void Differentiate(ReadOnlySpan<double> theta, Span<double> jacobian);

    /// <summary>Adds Σ gᵢ ∂²λᵢ/∂θ∂θᵀ.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="gradient">g, one number per entry.</param>
    /// <param name="hessian">Parameters × parameters, row-major.</param>
    public abstract void AddCurvature(ReadOnlySpan<double> theta, ReadOnlySpan<double> gradient, Span<double> hessian);

    /// <summary>θ for independent columns with given standard deviations in units of σ, or the nearest that the structure allows.</summary>
    public abstract double[] Start(ReadOnlySpan<double> sizes);

    /// <summary>The names of the parameters.</summary>
    /// <param name="group">The name of the grouping factor.</param>
    /// <param name="columns">R's names of the columns.</param>
    public abstract ImmutableArray<string> Names(string group, ImmutableArray<string> columns);

    /// <summary>Whether ΛΛᵀ is linear in some parameters of it.</summary>
    public virtual bool IsCovarianceLinear => IsIdentity;

    /// <summary>Its name in a formula where columns share standard deviations or correlations, so that fewer than all describe it; null where each has its own.</summary>
    public virtual string? SharedName => null;

    /// <summary>Whether all columns have one standard deviation.</summary>
    public bool HasOneDeviation => Width > 1 && NaturalPlaces.Count(p => p.Row == p.Column) == 1;

    /// <summary>The name of a standard deviation or correlation, as lme4's <c>confint</c> makes it: <c>sd_Days</c>, <c>cor_Days.(Intercept)</c>.</summary>
    /// <param name="row">A column.</param>
    /// <param name="column">Another one for their correlation; the same for its standard deviation.</param>
    /// <param name="columns">R's names of the columns.</param>
    public virtual string NaturalName(int row, int column, ImmutableArray<string> columns) =>
        row == column ? $"sd_{columns[row]}" : $"cor_{columns[row]}.{columns[column]}";

    /// <summary>Replaces θ by its canonical form: of all θ that give the same covariance, the one that is reported.</summary>
    public virtual void Canonicalise(Span<double> theta)
    {
    }

    /// <summary>Which parameters affect these columns only: the covariance of the other columns does not depend on them.</summary>
    public bool[] OwnedBy(IReadOnlyCollection<int> columns)
    {
        // A point without symmetries: where columns are independent, a derivative can be zero by chance.
        var ones = new double[Width];
        Array.Fill(ones, 1.0);
        double[] theta = [.. Start(ones).Select((t, i) => t + (0.1 * (i + 1) / Count))];
        double[] lambda = Template(theta);
        var jacobian = new double[Entries.Length * Count];
        Differentiate(theta, jacobian);
        int[] rest = [.. Enumerable.Range(0, Width).Where(c => !columns.Contains(c))];
        var owned = new bool[Count];
        var slope = new double[lambda.Length];
        for (int p = 0; p < Count; p++)
        {
            for (int i = 0; i < Entries.Length; i++)
            {
                slope[(Entries[i].Row * Width) + Entries[i].Column] = jacobian[(i * Count) + p];
            }

            double rounding = 1e-12 * Norm(slope) * Norm(lambda);
            owned[p] = rest.All(r => rest.All(c => Math.Abs(Product(slope, r, lambda, c) + Product(lambda, r, slope, c)) <= rounding));
        }

        return owned;

        static double Norm(double[] matrix) => Math.Sqrt(LinearAlgebra.VectorKernels.Dot(matrix, matrix));
    }

    /// <summary>
    /// θ with as little variance of these columns as the structure allows without changing the covariance of the others. By default the sizes that affect
    /// these columns only are set to zero, with the parameters that vanish with them.
    /// </summary>
    public virtual double[] Without(IReadOnlyCollection<int> columns, ReadOnlySpan<double> theta)
    {
        double[] result = theta.ToArray();
        bool[] owned = OwnedBy(columns);
        for (int i = 0; i < Count; i++)
        {
            int vanishing = Parameters[i].Vanishing;
            if (vanishing > 0 && !owned.AsSpan(i, vanishing).Contains(false))
            {
                Array.Clear(result, i, vanishing);
            }
        }

        return result;
    }

    /// <summary>
    /// The places of the parameters on the scale that people read, standard deviations at (c, c) and correlations at (row, column). By default, the standard deviation of
    /// every column and the correlation of each pair of columns that has an entry.
    /// </summary>
    public virtual ImmutableArray<(int Row, int Column)> NaturalPlaces => [.. Entries.Order()];

    /// <summary>The parameters on the scale that people read, in the order of <see cref="NaturalPlaces"/>.</summary>
    public virtual ImmutableArray<NaturalParameter> Natural(ReadOnlySpan<double> theta)
    {
        double[] lambda = Template(theta);
        var deviations = new double[Width];
        for (int c = 0; c < Width; c++)
        {
            deviations[c] = Math.Sqrt(Product(lambda, c, lambda, c));
        }

        var natural = ImmutableArray.CreateBuilder<NaturalParameter>();
        foreach ((int row, int column) in NaturalPlaces)
        {
            double value = row == column ? deviations[row] : Product(lambda, row, lambda, column) / (deviations[row] * deviations[column]);
            natural.Add(new NaturalParameter(row, column, row == column ? value : Math.Clamp(value, -1, 1)));
        }

        return natural.ToImmutable();
    }

    /// <summary>Λ of one level, k × k row-major.</summary>
    public double[] Template(ReadOnlySpan<double> theta)
    {
        var entries = new double[Entries.Length];
        Fill(theta, entries);
        var lambda = new double[Width * Width];
        for (int i = 0; i < entries.Length; i++)
        {
            lambda[(Entries[i].Row * Width) + Entries[i].Column] = entries[i];
        }

        return lambda;
    }

    /// <summary>The product of a row of one k × k matrix and a row of another: an entry of ΛΛᵀ.</summary>
    private double Product(double[] first, int row, double[] second, int other) =>
        LinearAlgebra.VectorKernels.Dot(first.AsSpan(row * Width, Width), second.AsSpan(other * Width, Width));
}
