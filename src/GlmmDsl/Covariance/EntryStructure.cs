using System.Collections.Immutable;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Covariance;

/// <summary>A structure whose parameters are the entries of Λ themselves, named as lme4 names them.</summary>
/// <param name="width">k, the columns of the term.</param>
/// <param name="entries">The entries, by columns, each column's diagonal first.</param>
internal abstract class EntryStructure(int width, ImmutableArray<(int Row, int Column)> entries) : CovarianceStructure(width)
{
    /// <inheritdoc/>
    public override ImmutableArray<(int Row, int Column)> Entries { get; } = entries;

    /// <inheritdoc/>
    /// <remarks>Where the diagonal of a column is zero, the entries below it may be zero too.</remarks>
    public override ImmutableArray<(int Row, int Column, int Vanishing)> Parameters { get; } =
        [.. entries.Select(e => (e.Row, e.Column, e.Row == e.Column ? entries.Count(o => o.Column == e.Column) : 0))];

    /// <inheritdoc/>
    public override bool IsIdentity => true;

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<double> theta, Span<double> entries) => theta.CopyTo(entries);

    /// <inheritdoc/>
    public override void Differentiate(ReadOnlySpan<double> theta, Span<double> jacobian)
    {
        jacobian.Clear();
        for (int i = 0; i < Count; i++)
        {
            jacobian[(i * Count) + i] = 1;
        }
    }

    /// <inheritdoc/>
    /// <remarks>λ is linear in θ.</remarks>
    public override void AddCurvature(ReadOnlySpan<double> theta, ReadOnlySpan<double> gradient, Span<double> hessian)
    {
    }

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> sizes)
    {
        var theta = new double[Count];
        for (int i = 0; i < theta.Length; i++)
        {
            theta[i] = Entries[i].Row == Entries[i].Column ? sizes[Entries[i].Row] : 0;
        }

        return theta;
    }

    /// <inheritdoc/>
    /// <remarks>The rows of the other columns are moved to the top and made triangular again, so that these columns have no variance at all.</remarks>
    public override double[] Without(IReadOnlyCollection<int> columns, ReadOnlySpan<double> theta)
    {
        int[] rest = [.. Enumerable.Range(0, Width).Where(c => !columns.Contains(c))];
        double[] lambda = Template(theta);
        var rows = new double[Width * Width];
        for (int r = 0; r < rest.Length; r++)
        {
            lambda.AsSpan(rest[r] * Width, Width).CopyTo(rows.AsSpan(r * Width));
        }

        SmallBlocks.Triangularise(rows, Width);
        var result = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            int r = Array.IndexOf(rest, Entries[i].Row), c = Array.IndexOf(rest, Entries[i].Column);
            result[i] = r < 0 || c < 0 ? 0 : rows[(r * Width) + c];
        }

        return result;
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Names(string group, ImmutableArray<string> columns) =>
        [.. Entries.Select(e => e.Row == e.Column ? $"{group}.{columns[e.Row]}" : $"{group}.{columns[e.Row]}.{columns[e.Column]}")];
}
