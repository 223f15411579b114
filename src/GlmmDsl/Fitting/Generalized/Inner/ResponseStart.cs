using GlmmDsl.Fitting.Generalized.Rows;

namespace GlmmDsl.Fitting.Generalized.Inner;

/// <summary>
/// The start of u if nothing better is known: one scoring step from means near the observations, as in R's <c>glm</c>, with β given. It is the penalised
/// weighted least-squares solution for the working response z = η* + s/W_e at η* = g(μ*), and depends only on the data, β and θ.
/// </summary>
internal sealed class ResponseStart
{
    private const int MaxRounds = 12;

    /// <summary>The factor by which the weight of a row grows when its mean would be out of range.</summary>
    private const double Emphasis = 10;

    private readonly InnerProblem inner;
    private readonly EffectsVector effects;
    private double[] target = [];
    private double[] weights = [];
    private double[] current = [];
    private double[] residuals = [];
    private double[] dense = [];

    /// <summary>Makes a start for an inner problem; its arrays are allocated when it is first needed.</summary>
    public ResponseStart(InnerProblem inner)
    {
        this.inner = inner;
        effects = inner.Rows.NewEffects();
    }

    /// <summary>Sets u; rows that would leave the link's range are given more weight, a few times.</summary>
    public void Set(EffectsVector u)
    {
        if (target.Length == 0)
        {
            Prepare();
        }

        weights.CopyTo(current, 0);
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
        GeneralizedRows rows = inner.Rows;
        var eta = new double[rows.Count];
        var score = new double[rows.Count];
        weights = new double[rows.Count];
        target = new double[rows.Count];
        current = new double[rows.Count];
        residuals = new double[rows.Count];
        dense = new double[inner.StepFactor.Stride];
        for (int i = 0; i < eta.Length; i++)
        {
            eta[i] = inner.Kernel.Link(inner.Kernel.StartingMean(rows.Totals[i], rows.Sizes[i]));
        }

        inner.Kernel.Score(eta, rows.Totals, rows.Sizes, score);
        inner.Kernel.Expected(eta, rows.Sizes, weights);
        for (int i = 0; i < eta.Length; i++)
        {
            target[i] = weights[i] > 0 ? eta[i] + (score[i] / weights[i]) : eta[i];
        }
    }

    /// <summary>u = M⁻¹ΛᵀZᵀW(z − Xβ − o).</summary>
    private void Solve(EffectsVector u)
    {
        GeneralizedRows rows = inner.Rows;
        for (int i = 0; i < residuals.Length; i++)
        {
            residuals[i] = current[i] * (target[i] - inner.Pass.Linear[i]);
        }

        inner.StepFactor.Blocks.Fill(current, withFixed: false);
        effects.Clear();
        rows.Project(0, residuals, effects);
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
        GeneralizedRows rows = inner.Rows;
        inner.Templates.Multiply(u, effects);
        inner.Pass.Linear.CopyTo(residuals, 0);
        rows.AddRandom(0, effects, residuals);
        bool any = false;
        for (int i = 0; i < residuals.Length; i++)
        {
            if (!double.IsFinite(inner.Kernel.LogDensity(residuals[i], rows.Totals[i], rows.Sizes[i])))
            {
                current[i] *= Emphasis;
                any = true;
            }
        }

        return any;
    }
}
