using GlmmDsl.Design;

namespace GlmmDsl.Fitting;

/// <summary>What changes when a model is fitted again; what is null stays.</summary>
internal sealed record RefitChanges
{
    /// <summary>The response, n numbers: of a binomial model the successes of the rows' trials.</summary>
    public double[]? Response { get; init; }

    /// <summary>The precision weights, n positive numbers.</summary>
    public double[]? Weights { get; init; }

    /// <summary>Where θ starts, user units; moment estimates where null.</summary>
    public double[]? Start { get; init; }

    /// <summary>Coefficients held at a value: the index of the fixed-effects column, and the value. Their columns move into the offset.</summary>
    public IReadOnlyDictionary<int, double>? Coefficients { get; init; }

    /// <summary>The design with all changes but the start.</summary>
    /// <exception cref="InvalidOperationException">Coefficients held in a design without rows.</exception>
    public ModelMatrices Apply(ModelMatrices matrices)
    {
        matrices = matrices with { Response = Response ?? matrices.Response, Weights = Weights ?? matrices.Weights };
        if (Coefficients is not { Count: > 0 } held)
        {
            return matrices;
        }

        if (!matrices.HasRows)
        {
            throw new InvalidOperationException("A coefficient is held by moving its column into the offset, which takes rows: this model was fitted to cross-products.");
        }

        double[] offset = matrices.Offset is { } given ? [.. given] : new double[matrices.RowCount];
        foreach ((int column, double value) in held.OrderBy(h => h.Key))
        {
            LinearAlgebra.VectorKernels.AddScaled(value, matrices.FixedColumns[column], offset);
        }

        int[] free = [.. Enumerable.Range(0, matrices.FixedColumns.Length).Where(j => !held.ContainsKey(j))];
        return matrices with
        {
            Offset = offset,
            FixedColumns = [.. free.Select(j => matrices.FixedColumns[j])],
            FixedNames = [.. free.Select(j => matrices.FixedNames[j])],
            FixedTermOfColumn = [.. free.Select(j => matrices.FixedTermOfColumn[j])],
        };
    }
}
