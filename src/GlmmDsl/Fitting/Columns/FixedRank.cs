using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Columns;

/// <summary>Which fixed-effects columns are estimable: decided column by column in formula order, so that the later of two aliased columns is dropped.</summary>
/// <param name="Kept">Indices of the kept columns, ascending.</param>
/// <param name="Aliased">The dropped columns, each with the kept columns that it is a combination of.</param>
/// <param name="UnitColumns">The columns of the first term whose columns add up to 1 in every row: the intercept, or the indicators of a factor; empty when there is none.</param>
internal sealed record FixedRank(ImmutableArray<int> Kept, ImmutableArray<AliasedColumn> Aliased, ImmutableArray<int> UnitColumns)
{
    /// <summary>A column is aliased when its part outside the span of earlier columns is below this share of its (centred) norm: R's tolerance.</summary>
    private const double Tolerance = 1e-7;

    /// <summary>If the pivot is below this share of the squared norm, cross-products no longer resolve it, and it is computed from the rows.</summary>
    private const double Suspicious = 1e-10;

    /// <summary>Without rows, a share of the squared norm below this counts as zero: rounding leaves about that much of an aliased column.</summary>
    private const double Unresolved = 1e-12;

    /// <summary>A centred norm below this share of the raw norm is rounding: the column is constant.</summary>
    private const double ConstantTolerance = 1e-13;

    /// <summary>So many columns at a time are reduced by those kept before them: one by one, the factor would be read from memory each time.</summary>
    private const int Panel = 48;

    /// <summary>Decides the rank.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="products">Its cross-products.</param>
    /// <param name="hasResidualVariance">Whether a residual variance is estimated too, so that one row must remain for it.</param>
    /// <param name="cancellationToken">Checked between columns.</param>
    /// <exception cref="ModelDataException">No degree of freedom is left for the residual variance.</exception>
    public static FixedRank Decide(ModelMatrices matrices, CrossProductBlocks products, bool hasResidualVariance = true, CancellationToken cancellationToken = default) =>
        Decide(matrices, products, out _, hasResidualVariance, cancellationToken);

    /// <summary>Decides the rank and gives the Cholesky factor that it was decided with.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="products">Its cross-products.</param>
    /// <param name="factor">The factor of the kept columns as <see cref="FixedBasis"/> takes them, but for their scales, row stride that of the products; null if it takes some about another origin.</param>
    /// <param name="hasResidualVariance">Whether a residual variance is estimated too, so that one row must remain for it.</param>
    /// <param name="cancellationToken">Checked between columns.</param>
    /// <exception cref="ModelDataException">No degree of freedom is left for the residual variance.</exception>
    public static FixedRank Decide(
        ModelMatrices matrices, CrossProductBlocks products, out double[]? factor, bool hasResidualVariance = true, CancellationToken cancellationToken = default)
    {
        ImmutableArray<int> units = FindUnitColumns(matrices);
        int p = matrices.FixedColumns.Length;
        var decision = new Decision(matrices, products, units);
        for (int j = 0; j < p; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (j % Panel == 0)
            {
                decision.Reduce(j, Math.Min(p, j + Panel), cancellationToken);
            }

            decision.Add(j);
        }

        factor = decision.IsOfBasis ? decision.Factor : null;

        if (hasResidualVariance && decision.Kept.Count >= matrices.RowCount)
        {
            throw new ModelDataException(FormattableString.Invariant(
                $"{matrices.RowCount} rows cannot estimate {decision.Kept.Count} coefficients and a residual variance: use more rows or fewer fixed effects."));
        }

        return new FixedRank([.. decision.Kept], [.. decision.Aliased], units);
    }

    /// <summary>The columns of the first term whose columns add up to 1 in every row; empty when there is none.</summary>
    public static ImmutableArray<int> FindUnitColumns(ModelMatrices matrices)
    {
        int p = matrices.FixedColumns.Length;
        if (!matrices.SpansIntercept)
        {
            return [];
        }

        foreach (var term in Enumerable.Range(0, p).GroupBy(j => matrices.FixedTermOfColumn[j]))
        {
            int[] columns = [.. term];
            if (matrices.HasRows ? AddUpToOne(matrices, columns) : FixedEffectsColumns.SpanIntercept([matrices.Plan.Fixed[term.Key]]))
            {
                return [.. columns];
            }
        }

        return [];
    }

    private static bool AddUpToOne(ModelMatrices matrices, int[] columns)
    {
        for (int row = 0; row < matrices.RowCount; row++)
        {
            double sum = 0;
            foreach (int j in columns)
            {
                sum += matrices.FixedColumns[j][row];
            }

            if (Math.Abs(sum - 1) > 1e-12)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The Cholesky factor, built one column at a time.</summary>
    private sealed class Decision(ModelMatrices matrices, CrossProductBlocks products, ImmutableArray<int> units)
    {
        private readonly int width = products.FixedWidth;
        private readonly double[] factor = new double[products.FixedWidth * products.FixedWidth];
        private readonly HashSet<int> unitColumns = [.. units];

        // The columns being reduced, and how many kept ones they were reduced by.
        private int reducedFirst;
        private int reducedBy;

        public List<int> Kept { get; } = [];

        public List<AliasedColumn> Aliased { get; } = [];

        /// <summary>The rows of the kept columns.</summary>
        public double[] Factor => factor;

        /// <summary>Whether columns were compared about the origins that the basis of the kept ones has.</summary>
        public bool IsOfBasis => units.IsEmpty || (units[0] == 0 && units.All(u => Kept.BinarySearch(u) >= 0));

        /// <summary>Solves for the products of the next columns with those kept so far, all at once; the results wait in the rows below the factor.</summary>
        public void Reduce(int first, int end, CancellationToken cancellationToken)
        {
            (reducedFirst, reducedBy) = (first, Kept.Count);
            for (int j = first; j < end && reducedBy > 0; j++)
            {
                Span<double> row = factor.AsSpan((reducedBy + j - first) * width, reducedBy);
                for (int i = 0; i < reducedBy; i++)
                {
                    row[i] = Product(j, Kept[i]);
                }
            }

            DenseCholesky.SolveRows(factor, width, reducedBy, factor, (long)reducedBy * width, width, end - first, cancellationToken);
        }

        public void Add(int j)
        {
            bool centred = IsCentred(j);
            double own = Product(j, j);
            double raw = RawSquare(j);
            double centredSquare = unitColumns.Contains(j) ? own : Math.Min(own, Math.Max(0, CentredSquare(j)));
            double norm = units.IsEmpty ? own : centredSquare;
            if (!(raw > 0))
            {
                Aliased.Add(new AliasedColumn(j, []));
                return;
            }

            if (!units.IsEmpty && !unitColumns.Contains(j) && centredSquare <= ConstantTolerance * ConstantTolerance * raw)
            {
                if (centred || Kept.Count > 0)
                {
                    Drop(j, centred ? [] : Solve(j));
                    return;
                }

                norm = own;
            }

            int r = Kept.Count;
            Span<double> row = factor.AsSpan(r * width, r + 1);
            factor.AsSpan((reducedBy + j - reducedFirst) * width, reducedBy).CopyTo(row);
            for (int i = reducedBy; i < r; i++)
            {
                row[i] = (Product(j, Kept[i]) - VectorKernels.Dot(factor.AsSpan(i * width, i), row[..i])) / factor[(i * width) + i];
            }

            double pivot = own - VectorKernels.Dot(row[..r], row[..r]);
            if (pivot < Suspicious * norm)
            {
                double[] coefficients = Solve(j);
                pivot = matrices.HasRows ? ResidualSquare(j, coefficients) : pivot;
                if (pivot <= (matrices.HasRows ? Tolerance * Tolerance : Unresolved) * norm)
                {
                    Drop(j, coefficients);
                    return;
                }
            }

            row[r] = Math.Sqrt(pivot);
            Kept.Add(j);
        }

        /// <summary>Columns after those that span the constant are compared about their origins: the spans are the same, and no digits are lost.</summary>
        private bool IsCentred(int j) => !units.IsEmpty && j > units[0] && !unitColumns.Contains(j);

        private double Constant(int j) => IsCentred(j) ? 0 : products.Origins.Fixed[j];

        private double Product(int i, int j)
        {
            double[] block = products.FixedBlock;
            (double ci, double cj) = (Constant(i), Constant(j));
            return block[((i + 1) * width) + j + 1] + (ci * block[j + 1]) + (cj * block[i + 1]) + (ci * cj * block[0]);
        }

        private double CentredSquare(int j)
        {
            double[] block = products.FixedBlock;
            return block[((j + 1) * width) + j + 1] - (block[j + 1] * block[j + 1] / block[0]);
        }

        private double RawSquare(int j)
        {
            double[] block = products.FixedBlock;
            double origin = products.Origins.Fixed[j];
            return block[((j + 1) * width) + j + 1] + (2 * origin * block[j + 1]) + (origin * origin * block[0]);
        }

        private double[] Solve(int j)
        {
            double[] x = [.. Kept.Select(i => Product(j, i))];
            DenseCholesky.SolveLower(factor, width, x.Length, x);
            DenseCholesky.SolveLowerTransposed(factor, width, x.Length, x);
            return x;
        }

        /// <summary>The weighted squared norm of the part of column j outside the span of the kept columns, from the rows; the coefficients are refined once.</summary>
        private double ResidualSquare(int j, double[] coefficients)
        {
            var residual = new double[matrices.RowCount];
            var weighted = new double[residual.Length];
            var values = new double[residual.Length];
            double square = 0;
            for (int pass = 0; pass < 2; pass++)
            {
                Residual(j, coefficients, residual, values);
                residual.CopyTo(weighted, 0);
                if (matrices.Weights is { } weights)
                {
                    VectorKernels.Multiply(weights, residual, weighted);
                }

                square = VectorKernels.Dot(weighted, residual);
                double[] x = [.. Kept.Select(i => VectorKernels.Dot(weighted, Values(i, values)))];
                DenseCholesky.SolveLower(factor, width, x.Length, x);
                DenseCholesky.SolveLowerTransposed(factor, width, x.Length, x);
                VectorKernels.AddScaled(1, x, coefficients);
            }

            return square;
        }

        private void Residual(int j, double[] coefficients, double[] residual, double[] values)
        {
            Values(j, values).CopyTo(residual);
            for (int i = 0; i < coefficients.Length; i++)
            {
                VectorKernels.AddScaled(-coefficients[i], Values(Kept[i], values), residual);
            }
        }

        /// <summary>A column as it is compared; about its origin it is made in the buffer.</summary>
        private ReadOnlySpan<double> Values(int j, double[] buffer)
        {
            if (!IsCentred(j))
            {
                return matrices.FixedColumns[j];
            }

            VectorKernels.AddConstant(-products.Origins.Fixed[j], matrices.FixedColumns[j], buffer);
            return buffer;
        }

        /// <summary>Records a dropped column with the kept ones that it is a combination of; origins come back through those that span the constant.</summary>
        private void Drop(int j, double[] coefficients)
        {
            var raw = new double[Kept.Count];
            coefficients.CopyTo(raw, 0);
            double constant = IsCentred(j) ? products.Origins.Fixed[j] : 0;
            for (int i = 0; i < coefficients.Length; i++)
            {
                constant -= IsCentred(Kept[i]) ? coefficients[i] * products.Origins.Fixed[Kept[i]] : 0;
            }

            foreach (int unit in units)
            {
                int at = Kept.BinarySearch(unit);
                if (at >= 0)
                {
                    raw[at] += constant;
                }
            }

            double norm = Math.Sqrt(RawSquare(j));
            int[] with = [.. Enumerable.Range(0, raw.Length).Where(i => Math.Abs(raw[i]) * Math.Sqrt(RawSquare(Kept[i])) > Tolerance * norm)];
            Aliased.Add(new AliasedColumn(j, [.. with.Select(i => Kept[i])]) { Weights = [.. with.Select(i => raw[i])] });
        }
    }
}
