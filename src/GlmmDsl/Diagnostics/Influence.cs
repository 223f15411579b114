using System.Collections.Immutable;
using System.Text;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <summary>
/// How much single rows, and all rows of a group together, decide a fit. Covariance parameters are held at their estimates (relative to σ in a linear model),
/// unless the fit was asked to estimate them again for each group left out. Of a generalised model everything is that of the working linear model at the
/// solution, so that leaving rows out is one Newton step. Immutable; holds no rows.
/// </summary>
public sealed class Influence
{
    private const int MostPrinted = 10;

    private readonly bool isRefitted;

    internal Influence(
        ImmutableArray<string> coefficients,
        ImmutableArray<double> hatValues,
        ImmutableArray<double> cooksDistances,
        ImmutableArray<ImmutableArray<double>> dfBetas,
        ImmutableArray<int> sourceRows,
        NamedResults<GroupInfluence> groups,
        bool isRefitted)
    {
        Coefficients = coefficients;
        HatValues = hatValues;
        CooksDistances = cooksDistances;
        DfBetas = dfBetas;
        SourceRows = sourceRows;
        Groups = groups;
        this.isRefitted = isRefitted;
    }

    /// <summary>The names of the coefficients, in the order of <see cref="DfBetas"/>.</summary>
    public ImmutableArray<string> Coefficients { get; }

    /// <summary>
    /// The diagonal of the matrix that takes the weighted response to its fitted values about the conditional modes, n numbers: lme4's <c>hatvalues</c>
    /// (Demidenko and Stukel 2005, Stat. Med. 24). Of a generalised model by the working weights. A row of an ordinal model counts once for each threshold of its category.
    /// </summary>
    public ImmutableArray<double> HatValues { get; }

    /// <summary>
    /// Cook's distance of each row, (r/(1 − h))²·h/(p·φ), r Pearson's residual and p the number of coefficients: lme4's <c>cooks.distance</c>. NaN where h is 1.
    /// Of an ordinal model, whose categories are no numbers, the change of the coefficients in the metric of their covariance, over p, as for groups.
    /// </summary>
    public ImmutableArray<double> CooksDistances { get; }

    /// <summary>For each row, and for each coefficient, (β̂ₖ − β̂₍ᵢ₎ₖ)/se(β̂₍ᵢ₎ₖ) without the row. NaN where the other rows cannot estimate the coefficients.</summary>
    public ImmutableArray<ImmutableArray<double>> DfBetas { get; }

    /// <summary>For each row its place among the rows of the data, from 0.</summary>
    public ImmutableArray<int> SourceRows { get; }

    /// <summary>For each grouping factor what leaving out one level does.</summary>
    public NamedResults<GroupInfluence> Groups { get; }

    /// <summary>Tables of the most influential rows and levels.</summary>
    public override string ToString()
    {
        int[] largest = [.. Enumerable.Range(0, HatValues.Length)
            .OrderByDescending(i => double.IsNaN(CooksDistances[i]) ? double.PositiveInfinity : CooksDistances[i]).Take(MostPrinted)];
        int? hat = NumberColumn.Decimals(largest.Select(i => HatValues[i]));
        int? cooks = NumberColumn.Decimals(largest.Select(i => CooksDistances[i]));
        int? change = NumberColumn.Decimals(largest.SelectMany(i => DfBetas[i]), 3);
        var text = new StringBuilder();
        text.Append(HatValues.Length > largest.Length
            ? FormattableString.Invariant($"The {largest.Length} most influential of {HatValues.Length} rows: hat value, Cook's distance and DFBETAS\n")
            : "Rows by influence: hat value, Cook's distance and DFBETAS\n");
        var table = new TextTable([.. Enumerable.Repeat(false, 3 + Coefficients.Length)], ["Row", "Hat", "Cook's D", .. Coefficients]);
        foreach (int i in largest)
        {
            table.Add([
                FormattableString.Invariant($"{SourceRows[i] + 1}"),
                NumberColumn.Format(HatValues[i], hat),
                NumberColumn.Format(CooksDistances[i], cooks),
                .. DfBetas[i].Select(d => NumberColumn.Format(d, change, 3)),
            ]);
        }

        table.WriteTo(text, "");
        foreach (GroupInfluence group in Groups)
        {
            text.Append('\n').Append(group);
        }

        text.Append(isRefitted
            ? "\nCovariance parameters were estimated again without each level; rows by the estimates of all rows.\n"
            : "\nCovariance parameters are held at the estimates of all rows.\n");
        return text.ToString();
    }

    /// <summary>The object <c>{coefficients, theta, hat, cooks, groups: {name: [{level rows cooks estimates dfbetas}]}}</c>.</summary>
    public string ToJson() => JsonObject.Write(json =>
    {
        json.WriteTexts("coefficients", Coefficients);
        json.WriteString("theta", isRefitted ? "refitted" : "held");
        json.WriteNumbers("hat", HatValues);
        json.WriteNumbers("cooks", CooksDistances);
        json.WriteStartObject("groups");
        foreach (GroupInfluence group in Groups)
        {
            json.WriteStartArray(group.Group);
            foreach (LevelInfluence level in group)
            {
                json.WriteStartObject();
                json.WriteString("level", level.Level);
                json.WriteNumber("rows", level.RowCount);
                json.WriteFinite("cooks", level.CooksDistance);
                json.WriteNumbers("estimates", level.Estimates);
                json.WriteNumbers("dfbetas", level.DfBetas);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    });
}
