using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Separation;

/// <summary>
/// Searches the cone of separating directions: with x̃ᵢ = xᵢ where all trials succeeded and −xᵢ where none did, these are the d with x̃ᵢᵀd ≥ 0 in such rows
/// and xᵢᵀd = 0 in all others. Alternating projections between {Xd} and the positive orthant, started at 1, end in the cone, or at 0 if it is empty
/// (Correia, Guimarães and Zylkin 2019, arXiv:1903.01633, whose iterative rectifier this is).
/// </summary>
internal sealed class SeparationCone
{
    private const int MaxIterations = 1000;

    /// <summary>The number of projections between tests of the current direction.</summary>
    private const int Interval = 25;

    /// <summary>Singular values below this share of the largest, squared, count as 0.</summary>
    private const double NullTolerance = 1e-14;

    private readonly GeneralizedRows rows;
    private readonly int p;

    // 1 where all trials succeeded, -1 where none did, 0 elsewhere.
    private readonly double[] signs;

    /// <summary>Finds the sign of every row.</summary>
    public SeparationCone(GeneralizedRows rows, GeneralizedResponse response)
    {
        this.rows = rows;
        p = rows.Fixed.Length;
        signs = new double[rows.Count];
        for (int i = 0; i < signs.Length; i++)
        {
            signs[i] = response.SeparationSign(rows.Totals[i], rows.Sizes[i]);
        }
    }

    /// <summary>A direction that passes the test, in internal coefficients; null where none was found.</summary>
    public double[]? Find(Func<double[], bool> isSeparating)
    {
        double[][] space = NullSpace(i => signs[i] == 0);
        if (space.Length == 0)
        {
            return null;
        }

        double[][] columns = [.. space.Select(Turned)];
        if (Factor(columns) is not { } factor)
        {
            return null;
        }

        double[] positive = [.. signs.Select(Math.Abs)];
        double first = 0;
        for (int iteration = 1; iteration <= MaxIterations; iteration++)
        {
            double[] weights = Project(columns, factor, positive);
            var products = new double[signs.Length];
            for (int c = 0; c < columns.Length; c++)
            {
                VectorKernels.AddScaled(weights[c], columns[c], products);
            }

            double largest = products.Max();
            first = iteration == 1 ? largest : first;
            if (!(largest > 1e-9 * first))
            {
                return null;
            }

            if (iteration % Interval == 0 && Tested(products, largest, Combined(space, weights), isSeparating) is { } direction)
            {
                return direction;
            }

            positive = [.. products.Select(v => Math.Max(v, 0))];
        }

        return null;
    }

    /// <summary>The direction unchanged, or moved so that products near 0 become 0, if it passes the test.</summary>
    private double[]? Tested(double[] products, double largest, double[] direction, Func<double[], bool> isSeparating)
    {
        if (isSeparating(direction))
        {
            return direction;
        }

        foreach (double share in new[] { 1e-4, 1e-2, 0.1 })
        {
            double[][] edge = NullSpace(i => signs[i] == 0 || products[i] < share * largest);
            double[] moved = Combined(edge, [.. edge.Select(e => VectorKernels.Dot(e, direction))]);
            if (edge.Length > 0 && isSeparating(moved))
            {
                return moved;
            }
        }

        return null;
    }

    /// <summary>1 for a row where all trials succeeded, −1 where none did, 0 for any other.</summary>
    public sbyte Sign(int row) => (sbyte)signs[row];

    /// <summary>An orthonormal basis of the directions along which the picked rows do not change: of the whole space if none is picked.</summary>
    public double[][] NullSpace(Func<int, bool> isPicked)
    {
        var picked = new double[signs.Length];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = isPicked(i) ? 1 : 0;
        }

        double[] cross = Cross(rows.Fixed, picked);
        double scale = Enumerable.Range(0, p).Max(j => cross[(j * p) + j]);
        var values = new double[p];
        var vectors = new double[p * p];
        SymmetricEigen.Decompose(cross, values, vectors, p);
        return [.. Enumerable.Range(0, p).Where(c => Math.Abs(values[c]) <= NullTolerance * scale)
            .Select(c => Enumerable.Range(0, p).Select(j => vectors[(j * p) + c]).ToArray())];
    }

    private double[] Turned(double[] direction)
    {
        var products = new double[signs.Length];
        for (int j = 0; j < p; j++)
        {
            VectorKernels.AddScaled(direction[j], rows.Fixed[j], products);
        }

        for (int i = 0; i < products.Length; i++)
        {
            products[i] *= signs[i];
        }

        return products;
    }

    private static double[]? Factor(double[][] columns)
    {
        int r = columns.Length;
        double[] cross = Cross(columns, null);
        return DenseCholesky.Factor(cross, r, r) ? cross : null;
    }

    private static double[] Project(double[][] columns, double[] factor, double[] target)
    {
        int r = columns.Length;
        double[] weights = [.. columns.Select(c => VectorKernels.Dot(c, target))];
        DenseCholesky.SolveLower(factor, r, r, weights);
        DenseCholesky.SolveLowerTransposed(factor, r, r, weights);
        return weights;
    }

    private double[] Combined(double[][] space, double[] weights)
    {
        var direction = new double[p];
        for (int c = 0; c < space.Length; c++)
        {
            VectorKernels.AddScaled(weights[c], space[c], direction);
        }

        return direction;
    }

    private static double[] Cross(double[][] columns, double[]? picked)
    {
        int r = columns.Length;
        var cross = new double[r * r];
        double[] product = new double[columns.Length == 0 ? 0 : columns[0].Length];
        for (int a = 0; a < r; a++)
        {
            for (int i = 0; i < product.Length; i++)
            {
                product[i] = columns[a][i] * (picked?[i] ?? 1);
            }

            for (int b = 0; b <= a; b++)
            {
                cross[(a * r) + b] = VectorKernels.Dot(product, columns[b]);
                cross[(b * r) + a] = cross[(a * r) + b];
            }
        }

        return cross;
    }
}
