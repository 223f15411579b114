using GlmmDsl.Fits;
using GlmmDsl.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>
/// What a model with fewer fixed effects demands of the coefficients of a larger one: with the smaller one's columns X₂ = XB, the rows of the matrix are an orthonormal
/// basis of what is orthogonal to B.
/// </summary>
internal static class RestrictionMatrix
{
    /// <summary>A column within this part of its norm of the larger model's space belongs to it, as in the decision on rank.</summary>
    private const double Tolerance = 1e-7;

    /// <summary>Computes it from the column spaces; without rows from the names of the columns.</summary>
    /// <param name="larger">The larger model.</param>
    /// <param name="smaller">The smaller one, fitted to the same rows in the same order.</param>
    /// <exception cref="IncomparableFitsException">Other rows, or fixed effects that are not nested or equal.</exception>
    public static double[,] Of(FittedModel larger, FittedModel smaller)
    {
        RefuseOtherRows(larger, smaller);
        int p = larger.Solution.Beta.Length;
        double[][] coordinates = larger.Matrices.HasRows && smaller.Matrices.HasRows ? FromRows(larger, smaller) : FromNames(larger, smaller);
        if (coordinates.Length >= p)
        {
            throw NotNested("the fixed effects of both models span the same columns, so there is nothing to test");
        }

        // What Gram-Schmidt leaves of the unit vectors after B: p less the rank of B of them.
        var basis = new List<double[]>();
        foreach (double[] column in coordinates)
        {
            Add(basis, [.. column]);
        }

        int rank = basis.Count;
        double[][] units = [.. Enumerable.Range(0, p).Select(j => Enumerable.Range(0, p).Select(i => i == j ? 1.0 : 0).ToArray())];
        while (basis.Count < p)
        {
            // The unit vector of which most is left.
            double[] next = units.Select(u => Left(basis, u)).MaxBy(v => VectorKernels.Dot(v, v))!;
            Add(basis, next);
        }

        var rows = new double[p - rank, p];
        for (int i = 0; i < p - rank; i++)
        {
            for (int j = 0; j < p; j++)
            {
                rows[i, j] = basis[rank + i][j];
            }
        }

        return rows;
    }

    private static void RefuseOtherRows(FittedModel larger, FittedModel smaller)
    {
        bool same = larger.Matrices.HasRows && smaller.Matrices.HasRows
            ? larger.Matrices.Response.AsSpan().SequenceEqual(smaller.Matrices.Response)
                && Numbers(larger.Matrices.Weights).SequenceEqual(Numbers(smaller.Matrices.Weights))
                && Numbers(larger.Matrices.Offset).SequenceEqual(Numbers(smaller.Matrices.Offset))
            : larger.RowCount == smaller.RowCount && Equals(larger.Matrices.Fingerprint, smaller.Matrices.Fingerprint);
        if (!same)
        {
            throw new IncomparableFitsException(
                IncomparableFits.Rows,
                "The models cannot be tested against each other: they were not fitted to the same rows in the same order, with the same response, weights and offset. If rows with missing values were left out, leave out those that lack any column of either model.");
        }
    }

    private static ReadOnlySpan<double> Numbers(double[]? values) => values;

    /// <summary>B by least squares on the rows: X = QR, B = R⁻¹QᵀX₂.</summary>
    private static double[][] FromRows(FittedModel larger, FittedModel smaller)
    {
        double[][] columns = Columns(larger);
        var q = new List<double[]>();
        Matrix<double> r = Matrix<double>.Build.Dense(columns.Length, columns.Length);
        for (int j = 0; j < columns.Length; j++)
        {
            double[] rest = [.. columns[j]];
            for (int pass = 0; pass < 2; pass++)
            {
                for (int i = 0; i < q.Count; i++)
                {
                    double share = VectorKernels.Dot(q[i], rest);
                    r[i, j] += share;
                    VectorKernels.AddScaled(-share, q[i], rest);
                }
            }

            r[j, j] = Math.Sqrt(VectorKernels.Dot(rest, rest));
            VectorKernels.Scale(1 / r[j, j], rest, rest);
            q.Add(rest);
        }

        double[][] others = Columns(smaller);
        return [.. others.Select((column, k) =>
        {
            double[] rest = [.. column];
            double[] shares = new double[q.Count];
            for (int pass = 0; pass < 2; pass++)
            {
                for (int i = 0; i < q.Count; i++)
                {
                    double share = VectorKernels.Dot(q[i], rest);
                    shares[i] += share;
                    VectorKernels.AddScaled(-share, q[i], rest);
                }
            }

            if (VectorKernels.Dot(rest, rest) > Tolerance * Tolerance * VectorKernels.Dot(column, column))
            {
                throw NotNested($"the column '{smaller.Matrices.FixedNames[smaller.Solution.Kept[k]]}' of the smaller model is no combination of the larger one's");
            }

            for (int i = shares.Length - 1; i >= 0; i--)
            {
                for (int j = i + 1; j < shares.Length; j++)
                {
                    shares[i] -= r[i, j] * shares[j];
                }

                shares[i] /= r[i, i];
            }

            return shares;
        })];
    }

    private static double[][] Columns(FittedModel model) => [.. model.Solution.Kept.Select(k => model.Matrices.FixedColumns[k])];

    private static double[][] FromNames(FittedModel larger, FittedModel smaller)
    {
        string[] names = [.. larger.Solution.Kept.Select(k => larger.Matrices.FixedNames[k])];
        return [.. smaller.Solution.Kept.Select(k =>
        {
            string name = smaller.Matrices.FixedNames[k];
            int at = Array.IndexOf(names, name);
            if (at < 0)
            {
                throw NotNested($"the larger model has no column '{name}'; without rows, models are nested by the names of their columns");
            }

            var unit = new double[names.Length];
            unit[at] = 1;
            return unit;
        })];
    }

    private static double[] Left(List<double[]> basis, double[] vector)
    {
        double[] rest = [.. vector];
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] direction in basis)
            {
                VectorKernels.AddScaled(-VectorKernels.Dot(direction, rest), direction, rest);
            }
        }

        return rest;
    }

    private static void Add(List<double[]> basis, double[] vector)
    {
        double norm = Math.Sqrt(VectorKernels.Dot(vector, vector));
        double[] rest = Left(basis, vector);
        double left = Math.Sqrt(VectorKernels.Dot(rest, rest));
        if (left > Tolerance * norm)
        {
            VectorKernels.Scale(1 / left, rest, rest);
            basis.Add(rest);
        }
    }

    private static IncomparableFitsException NotNested(string reason) =>
        new(IncomparableFits.FixedEffects, $"The models cannot be tested against each other: {reason}. The fixed effects of the smaller model must lie within those of the larger one.");
}
