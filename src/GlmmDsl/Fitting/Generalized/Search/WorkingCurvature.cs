using GlmmDsl.Covariance;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Factor;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>
/// The curvature of the criterion in the linear mixed model of the working response (average information): ββ 2XᵀV⁻¹X, βθⱼ
/// 2XᵀV⁻¹Ztⱼ, θθ q + v, with tⱼ = SⱼZᵀs, q_ij = tᵢᵀZᵀV⁻¹Ztⱼ, v_ij = tr(V⁻¹V_ij) − sᵀV_ij s, V = W⁻¹ + ZΛΛᵀZᵀ. It guides the optimiser; only (XᵀV⁻¹X)⁻¹
/// is reported.
/// </summary>
internal sealed class WorkingCurvature
{
    private readonly InnerProblem inner;
    private readonly GeneralizedRows rows;
    private readonly PenalizedInverse traces;
    private readonly Direction[] directions;
    private readonly EffectsVector turned;
    private readonly EffectsVector effects;
    private readonly double[][] information;
    private readonly double[][] scores;
    private readonly double[][] blocks;
    private PenalizedFactor factor;
    private PenalizedFactor? own;
    private RowDerivatives? positive;
    private RowWeights? weights;
    private RowWeights factorWeights;

    /// <summary>Makes the workspace.</summary>
    public WorkingCurvature(InnerProblem inner)
    {
        this.inner = inner;
        rows = inner.Rows;
        factor = inner.StepFactor;
        factorWeights = inner.Pass.Weights;
        traces = inner.Inverse;
        directions = [.. rows.Layout.Parameters.Select(_ => new Direction(rows, factor.Stride))];
        blocks = rows.Layout.IsIdentity ? [] : [.. rows.Layout.Parameters.Select(p => new double[rows.Groups[p.Factor].Width * rows.Groups[p.Factor].Width])];
        turned = rows.NewEffects();
        effects = rows.NewEffects();
        information = [.. rows.Groups.Select(g => new double[g.Width * g.Width])];
        scores = [.. rows.Groups.Select(g => new double[g.Width * g.Width])];
    }

    /// <summary>Factors M bordered by X at the inner problem's point; false when it is not positive definite.</summary>
    /// <param name="kind">The information; if the observed one is not positive definite, the expected one is used.</param>
    public bool FactorBordered(Information kind)
    {
        if ((kind == Information.Observed || inner.Likelihood.IsCanonical) && rows.PredictorCount == 1 && inner.Border())
        {
            (factor, factorWeights) = (inner.StepFactor, inner.Pass.Weights);
            return true;
        }

        own ??= inner.NewFactor();
        positive ??= inner.Likelihood.NewInformation();
        weights ??= new RowWeights(positive);
        inner.Likelihood.FillPositive(inner.Pass.Etas, positive);
        (factor, factorWeights) = (own, weights);
        own.Blocks.Fill(weights, withFixed: true);
        return own.Compute();
    }

    /// <summary>Fills the curvature at the inner problem's point.</summary>
    /// <param name="curvature">Row-major, over β and θ, or over θ alone with β profiled.</param>
    /// <param name="parameters">Which of the two it is.</param>
    /// <param name="map">The map from θ to the entries of Λ, at the point; null where θ is the entries.</param>
    public void Fill(double[] curvature, ParameterLayout parameters, EntryMap? map = null)
    {
        int n = parameters.Count;
        Array.Clear(curvature);
        if (!FactorBordered(Information.Observed))
        {
            for (int i = 0; i < n; i++)
            {
                curvature[(i * n) + i] = 1;
            }

            return;
        }

        if (map is not null)
        {
            SetBlocks(map);
        }

        inner.Templates.MultiplyTransposed(inner.Pass.Scores, turned);
        for (int j = 0; j < directions.Length; j++)
        {
            Prepare(j);
        }

        FillEntries(curvature, parameters);
        FillBeta(curvature, parameters);
    }

    /// <summary>(XᵀV⁻¹X)⁻¹ from the bordered factor, p × p row-major, internal columns.</summary>
    public double[] FixedCovariance()
    {
        int p = rows.Fixed.Length;
        var result = new double[p * p];
        for (int j = 0; j < p; j++)
        {
            Span<double> column = result.AsSpan(j * p, p);
            column[j] = 1;
            factor.SolveFixed(column);
        }

        return result;
    }

    /// <summary>Sⱼ = ∂Λ/∂θⱼ, in the template of its factor.</summary>
    private void SetBlocks(EntryMap map)
    {
        double[] unit = new double[blocks.Length], change = new double[map.EntryCount];
        for (int j = 0; j < blocks.Length; j++)
        {
            Array.Clear(unit);
            unit[j] = 1;
            map.Along(unit, change);
            int f = rows.Layout.Parameters[j].Factor;
            Array.Clear(blocks[j]);
            for (int e = 0; e < change.Length; e++)
            {
                if (change[e] != 0)
                {
                    blocks[j][(rows.Layout.Entries[e].Row * rows.Groups[f].Width) + rows.Layout.Entries[e].Column] = change[e];
                }
            }
        }
    }

    /// <summary>d = Ztⱼ, and the forward solve of [ΛᵀZᵀ; Xᵀ]Wd.</summary>
    private void Prepare(int j)
    {
        Direction t = directions[j];
        effects.Clear();
        if (blocks.Length > 0)
        {
            TurnByBlock(j);
        }
        else
        {
            TurnByEntry(j);
        }

        t.Weigh(rows, effects, factorWeights);
        effects.Clear();
        for (int predictor = 0; predictor < rows.PredictorCount; predictor++)
        {
            if (rows.Active[predictor])
            {
                rows.Project(0, t.Weighted[predictor], effects, predictor);
            }
        }

        inner.Templates.MultiplyTransposed(effects, t.Solved);
        Span<double> border = stackalloc double[rows.Fixed.Length];
        border.Clear();
        for (int predictor = 0; predictor < rows.PredictorCount; predictor++)
        {
            for (int c = rows.FixedStart[predictor]; c < rows.FixedStart[predictor + 1]; c++)
            {
                border[c] = VectorKernels.Dot(rows.Fixed[c], t.Weighted[predictor]);
            }
        }

        rows.Thresholds?.Project(1, t.Weighted[1], t.Weighted[2], border);
        factor.ForwardSolve(t.Solved, border, t.Dense);
    }

    /// <summary>tⱼ = ΛSᵀg + SΛᵀg, g = Zᵀs, for an S with one entry.</summary>
    private void TurnByEntry(int j)
    {
        (int f, int row, int column) = rows.Layout.Entries[j];
        int k = rows.Groups[f].Width;
        double[] lambda = inner.Templates.Values[f];
        Span<double> target = effects.Of(rows.Groups, f);
        ReadOnlySpan<double> g = inner.Pass.Scores.Of(rows.Groups, f);
        ReadOnlySpan<double> rotated = turned.Of(rows.Groups, f);
        for (int first = 0; first < target.Length; first += k)
        {
            for (int r = column; r < k; r++)
            {
                target[first + r] = lambda[(r * k) + column] * g[first + row];
            }

            target[first + row] += rotated[first + column];
        }
    }

    /// <summary>The same for an S with many.</summary>
    private void TurnByBlock(int j)
    {
        int f = rows.Layout.Parameters[j].Factor, k = rows.Groups[f].Width;
        double[] lambda = inner.Templates.Values[f], block = blocks[j], across = new double[k];
        Span<double> target = effects.Of(rows.Groups, f);
        ReadOnlySpan<double> g = inner.Pass.Scores.Of(rows.Groups, f);
        ReadOnlySpan<double> rotated = turned.Of(rows.Groups, f);
        for (int first = 0; first < target.Length; first += k)
        {
            Array.Clear(across);
            for (int r = 0; r < k; r++)
            {
                VectorKernels.AddScaled(g[first + r], block.AsSpan(r * k, r + 1), across.AsSpan(0, r + 1));
            }

            for (int r = 0; r < k; r++)
            {
                target[first + r] = VectorKernels.Dot(lambda.AsSpan(r * k, r + 1), across.AsSpan(0, r + 1))
                    + VectorKernels.Dot(block.AsSpan(r * k, r + 1), rotated.Slice(first, r + 1));
            }
        }
    }

    private void FillEntries(double[] curvature, ParameterLayout parameters)
    {
        SumInformation();
        int solved = rows.TrailingCount + rows.Fixed.Length - parameters.FixedCount;
        for (int i = 0; i < directions.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                (Direction s, Direction t) = (directions[i], directions[j]);
                double value = s.Product(t)
                    - VectorKernels.Dot(s.Solved.Leading, t.Solved.Leading)
                    - VectorKernels.Dot(s.Dense.AsSpan(0, solved), t.Dense)
                    + (2 * (blocks.Length > 0 ? TraceOfBlocks(i, j) : TraceOfEntries(i, j)));
                curvature[parameters.At(parameters.ThetaAt(i), parameters.ThetaAt(j))] = value;
                curvature[parameters.At(parameters.ThetaAt(j), parameters.ThetaAt(i))] = value;
            }
        }
    }

    /// <summary>tr(SᵢᵀMSⱼ), M the information less the squared scores of their factor, for S with one entry each.</summary>
    private double TraceOfEntries(int i, int j)
    {
        (int f, int row, int column) = rows.Layout.Entries[i];
        (int other, int otherRow, int otherColumn) = rows.Layout.Entries[j];
        int at = (row * rows.Groups[f].Width) + otherRow;
        return f == other && column == otherColumn ? information[f][at] - scores[f][at] : 0;
    }

    /// <summary>The same for S with many entries.</summary>
    private double TraceOfBlocks(int i, int j)
    {
        int f = rows.Layout.Parameters[i].Factor;
        if (rows.Layout.Parameters[j].Factor != f)
        {
            return 0;
        }

        int k = rows.Groups[f].Width;
        double sum = 0;
        for (int r = 0; r < k; r++)
        {
            ReadOnlySpan<double> left = blocks[i].AsSpan(r * k, k);
            if (left.ContainsAnyExcept(0.0))
            {
                for (int c = 0; c < k; c++)
                {
                    int at = (r * k) + c;
                    sum += (information[f][at] - scores[f][at]) * VectorKernels.Dot(left, blocks[j].AsSpan(c * k, k));
                }
            }
        }

        return sum;
    }

    /// <summary>ββ and βλ: XᵀV⁻¹X = R R', and XᵀV⁻¹Ztⱼ = R wⱼ with wⱼ the border of the forward solve.</summary>
    private void FillBeta(double[] curvature, ParameterLayout parameters)
    {
        int m = rows.TrailingCount;
        for (int a = 0; a < parameters.FixedCount; a++)
        {
            ReadOnlySpan<double> row = factor.FixedRow(a);
            for (int b = 0; b <= a; b++)
            {
                double value = 2 * VectorKernels.Dot(row[..(b + 1)], factor.FixedRow(b));
                curvature[parameters.At(a, b)] = value;
                curvature[parameters.At(b, a)] = value;
            }

            for (int j = 0; j < directions.Length; j++)
            {
                double value = 2 * VectorKernels.Dot(row, directions[j].Dense.AsSpan(m, a + 1));
                curvature[parameters.At(a, parameters.ThetaAt(j))] = value;
                curvature[parameters.At(parameters.ThetaAt(j), a)] = value;
            }
        }
    }

    /// <summary>For each factor, Σ (ZᵀV⁻¹Z)_ll and Σ ggᵀ.</summary>
    private void SumInformation()
    {
        for (int f = 0; f < rows.Groups.Length; f++)
        {
            int k = rows.Groups[f].Width;
            Array.Clear(information[f]);
            Array.Clear(scores[f]);
            ReadOnlySpan<double> g = inner.Pass.Scores.Of(rows.Groups, f);
            for (int first = 0; first < g.Length; first += k)
            {
                for (int r = 0; r < k; r++)
                {
                    VectorKernels.AddScaled(g[first + r], g.Slice(first, k), scores[f].AsSpan(r * k, k));
                }
            }
        }

        traces.Compute(factor);
        for (int f = 0; f < rows.Groups.Length; f++)
        {
            SumInformation(f);
        }
    }

    /// <summary>
    /// Λ⁻ᵀΣN_ll if Λ has an inverse (ΛᵀZᵀV⁻¹Z = N). If it is singular, V⁻¹ is W apart from the other factors, and the diagonal of ZᵀWZ is
    /// a good enough guide.
    /// </summary>
    private void SumInformation(int f)
    {
        int k = rows.Groups[f].Width;
        double[] lambda = inner.Templates.Values[f];
        double smallest = double.PositiveInfinity;
        for (int c = 0; c < k; c++)
        {
            smallest = Math.Min(smallest, Math.Abs(lambda[(c * k) + c]));
        }

        if (smallest > 1 / SmallBlocks.LargestInverse)
        {
            var inverse = new double[k * k];
            SmallBlocks.InvertLower(lambda, inverse, k);
            SmallBlocks.MultiplyTransposed(inverse, traces.Trace[f], information[f], k);
            return;
        }

        GroupRows group = rows.Groups[f];
        for (int level = 0; level < group.Levels; level++)
        {
            for (int r = 0; r < k; r++)
            {
                for (int c = 0; c < k; c++)
                {
                    information[f][(r * k) + c] += factor.Diagonal(f, level, r, c);
                }
            }
        }
    }

    /// <summary>The vectors of one parameter.</summary>
    private sealed class Direction(GeneralizedRows rows, int stride)
    {
        private readonly double[][] moves = [.. rows.Active.Select(_ => new double[rows.Count])];

        /// <summary>WZt, for each predictor.</summary>
        public double[][] Weighted { get; } = [.. rows.Active.Select(_ => new double[rows.Count])];

        public EffectsVector Solved { get; } = rows.NewEffects();

        public double[] Dense { get; } = new double[stride];

        /// <summary>Computes Zt and WZt.</summary>
        public void Weigh(GeneralizedRows rows, EffectsVector effects, RowWeights weights)
        {
            for (int k = 0; k < moves.Length; k++)
            {
                Array.Clear(moves[k]);
                if (rows.Active[k])
                {
                    rows.AddRandom(0, effects, moves[k], k);
                }
            }

            for (int k = 0; k < moves.Length; k++)
            {
                weights.Multiply(k, 0, moves, Weighted[k]);
            }
        }

        /// <summary>(Zt)ᵀWZt of this direction and another.</summary>
        public double Product(Direction other)
        {
            double sum = 0;
            for (int k = 0; k < moves.Length; k++)
            {
                sum += VectorKernels.Dot(moves[k], other.Weighted[k]);
            }

            return sum;
        }
    }
}
