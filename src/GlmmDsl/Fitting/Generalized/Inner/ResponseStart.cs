using GlmmDsl.Families;
using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>
/// The start of u if nothing better is known, with β given: the penalised weighted least-squares solution for linear predictors near the observations. With one linear
/// predictor it is one scoring step from there, as in R's <c>glm</c>, for the working response z = η* + s/W_e at η* = g(μ*), and depends only on the data, β and θ.
/// </summary>
internal sealed class ResponseStart
{
    private const int MaxRounds = 12;

    /// <summary>The factor by which the weight of a row grows when its mean would be out of range.</summary>
    private const double Emphasis = 10;

    private readonly InnerProblem inner;
    private readonly GeneralizedRows rows;
    private readonly EffectsVector effects;
    private double[][] targets = [];
    private double[][] lacking = [];
    private double[][] etas = [];
    private RowDerivatives? information;
    private RowWeights? weights;
    private double[] sums = [];
    private double[] dense = [];

    /// <summary>Makes a start for an inner problem; its arrays are allocated when it is first needed.</summary>
    public ResponseStart(InnerProblem inner)
    {
        this.inner = inner;
        rows = inner.Rows;
        effects = rows.NewEffects();
    }

    /// <summary>Sets u; rows that would leave the link's range are given more weight, a few times.</summary>
    public void Set(EffectsVector u)
    {
        if (targets.Length == 0)
        {
            Prepare();
        }

        SetWeights();
        for (int round = 0; round < MaxRounds; round++)
        {
            Solve(u);
            if (!EmphasiseInvalid(u))
            {
                return;
            }
        }
    }

    private void Prepare()
    {
        double[][] PerPredictor() => [.. rows.Active.Select(_ => new double[rows.Count])];
        targets = PerPredictor();
        lacking = PerPredictor();
        etas = PerPredictor();
        information = inner.Likelihood.NewDerivatives();
        weights = new RowWeights(information);
        sums = new double[GeneralizedRows.Chunk];
        dense = new double[inner.StepFactor.Stride];
        for (int k = 0; k < targets.Length; k++)
        {
            for (int i = 0; i < rows.Count && rows.Active[k]; i++)
            {
                targets[k][i] = inner.Likelihood.StartingEta(k, i);
            }
        }

        if (inner.Likelihood is not SingleLikelihood single)
        {
            return;
        }

        RowDerivatives scores = single.NewScores();
        single.Score(0, rows.Count, targets, scores);
        single.FillPositive(targets, information);
        for (int i = 0; i < rows.Count; i++)
        {
            double weight = information.Information(0, 0)![i];
            targets[0][i] += weight > 0 ? scores.Score[0][i] / weight : 0;
        }
    }

    /// <summary>The weights at the targets; where there are predictors without random terms, with those as they are.</summary>
    private void SetWeights()
    {
        for (int k = 0; k < etas.Length; k++)
        {
            for (int i = 0; i < rows.Count; i++)
            {
                etas[k][i] = !rows.Active[k] ? inner.Pass.Linear[k][i] : inner.Likelihood.StartingEta(k, i);
            }
        }

        inner.Likelihood.FillPositive(etas, information!);
    }

    /// <summary>u = M⁻¹ΛᵀZᵀW(z − Xβ − o).</summary>
    private void Solve(EffectsVector u)
    {
        for (int k = 0; k < targets.Length; k++)
        {
            for (int i = 0; i < rows.Count && rows.Active[k]; i++)
            {
                lacking[k][i] = targets[k][i] - inner.Pass.Linear[k][i];
            }
        }

        effects.Clear();
        var part = new double[targets.Length][];
        for (int start = 0; start < rows.Count; start += GeneralizedRows.Chunk)
        {
            int count = Math.Min(GeneralizedRows.Chunk, rows.Count - start);
            for (int k = 0; k < part.Length; k++)
            {
                part[k] = [.. lacking[k].AsSpan(start, count)];
            }

            for (int k = 0; k < part.Length; k++)
            {
                if (rows.Active[k])
                {
                    weights!.Multiply(k, start, part, sums.AsSpan(0, count));
                    rows.Project(start, sums.AsSpan(0, count), effects, k);
                }
            }
        }

        inner.StepFactor.Blocks.Fill(weights!, withFixed: false);
        inner.Templates.MultiplyTransposed(effects, u);
        if (inner.StepFactor.Compute())
        {
            inner.StepFactor.Solve(u, [], dense);
        }
        else
        {
            u.Clear();
        }
    }

    private bool EmphasiseInvalid(EffectsVector u)
    {
        inner.Templates.Multiply(u, effects);
        for (int k = 0; k < etas.Length; k++)
        {
            inner.Pass.Linear[k].CopyTo(etas[k], 0);
            if (rows.Active[k])
            {
                rows.AddRandom(0, effects, etas[k], k);
            }
        }

        bool any = false;
        for (int i = 0; i < rows.Count; i++)
        {
            if (!double.IsFinite(inner.Likelihood.LogDensity(i, etas)))
            {
                Emphasise(i);
                any = true;
            }
        }

        return any;
    }

    private void Emphasise(int row)
    {
        for (int k = 0; k < rows.PredictorCount; k++)
        {
            for (int l = k; l < rows.PredictorCount; l++)
            {
                if (rows.Active[k] && rows.Active[l])
                {
                    information!.Information(k, l)![row] *= Emphasis;
                }
            }
        }
    }
}
