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

    /// <summary>From this many columns on, one factorisation of all of them is tried first: column by column, the factor would be read from memory each time.</summary>
    private const int Many = 256;

    /// <summary>Decides the rank.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="products">Its cross-products.</param>
    /// <param name="hasResidualVariance">Whether a residual variance is estimated too, so that one row must remain for it.</param>
    /// <param name="cancellationToken">Checked between columns.</param>
    /// <exception cref="ModelDataException">No degree of freedom is left for the residual variance.</exception>
    public static FixedRank Decide(ModelMatrices matrices, CrossProductBlocks products, bool hasResidualVariance = true, CancellationToken cancellationToken = default)
    {
        ImmutableArray<int> units = FindUnitColumns(matrices);
        int p = matrices.FixedColumns.Length;
        var decision = new Decision(matrices, products, units);
        bool areAllKept = p >= Many && decision.AddAll(p, cancellationToken);
        for (int j = 0; j < p && !areAllKept; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            decision.Add(j);
        }

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

        public List<int> Kept { get; } = [];

        public List<AliasedColumn> Aliased { get; } = [];

        /// <summary>Keeps all columns if a factorisation of all of them shows that none is near the span of earlier ones; otherwise decides nothing.</summary>
        public bool AddAll(int p, CancellationToken cancellationToken)
        {
            var all = new double[p * p];
            for (int i = 0; i < p; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int j = 0; j <= i; j++)
                {
                    all[(i * p) + j] = Product(i, j);
                }
            }

            double[] own = [.. Enumerable.Range(0, p).Select(j => all[(j * p) + j])];
            bool isClear = DenseCholesky.Factor(all, p, p, cancellationToken);
            for (int j = 0; j < p && isClear; j++)
            {
                // The bounds of Add, on the safe side.
                double pivot = all[(j * p) + j] * all[(j * p) + j];
                isClear = pivot >= Suspicious * own[j] && RawSquare(j) > 0
                    && (units.IsEmpty || unitColumns.Contains(j) || CentredSquare(j) > Suspicious * RawSquare(j));
            }

            Kept.AddRange(isClear ? Enumerable.Range(0, p) : []);
            return isClear;
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
            for (int i = 0; i < r; i++)
            {
                row[i] = Product(j, Kept[i]);
            }

            DenseCholesky.SolveLower(factor, width, r, row[..r]);
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
            double square = 0;
            for (int pass = 0; pass < 2; pass++)
            {
                Residual(j, coefficients, residual);
                square = 0;
                double[] x = new double[coefficients.Length];
                for (int row = 0; row < residual.Length; row++)
                {
                    double weighted = residual[row] * (matrices.Weights?[row] ?? 1);
                    square += weighted * residual[row];
                    for (int i = 0; i < x.Length; i++)
                    {
                        x[i] += weighted * Value(Kept[i], row);
                    }
                }

                DenseCholesky.SolveLower(factor, width, x.Length, x);
                DenseCholesky.SolveLowerTransposed(factor, width, x.Length, x);
                VectorKernels.AddScaled(1, x, coefficients);
            }

            return square;
        }

        private void Residual(int j, double[] coefficients, double[] residual)
        {
            for (int row = 0; row < residual.Length; row++)
            {
                double sum = Value(j, row);
                for (int i = 0; i < coefficients.Length; i++)
                {
                    sum -= coefficients[i] * Value(Kept[i], row);
                }

                residual[row] = sum;
            }
        }

        private double Value(int j, int row) =>
            IsCentred(j) ? matrices.FixedColumns[j][row] - products.Origins.Fixed[j] : matrices.FixedColumns[j][row];

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
                int at = Kept.IndexOf(unit);
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
