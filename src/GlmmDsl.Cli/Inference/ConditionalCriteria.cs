using System.CommandLine;
using System.Text;
using System.Text.Json;
using GlmmDsl.Cli.Arguments;
using GlmmDsl.Cli.Models;
using GlmmDsl.Inference;
using GlmmDsl.Inference.Comparison;
using GlmmDsl.Printing;

namespace GlmmDsl.Cli.Inference;

/// <summary>The conditional AIC of each model of <c>glmm compare --conditional</c>.</summary>
internal sealed class ConditionalCriteria
{
    private readonly Option<string?> conditional = ModelOptions.Single(
        "--conditional", "greven-kneib|vaida-blanchard", "Also the conditional AIC of linear models, about the groups at hand: by Greven and Kneib, as R's cAIC4, or by Vaida and Blanchard, with the variances taken as known.");

    /// <summary>The option.</summary>
    public Option Option => conditional;

    /// <summary>The method asked for; null where none is.</summary>
    /// <exception cref="InputException">There is no such method, or the models are not linear.</exception>
    public ConditionalAicMethod? Asked(ParseResult parsed, FitOptions options)
    {
        ConditionalAicMethod? method = OptionValue.Choice<ConditionalAicMethod?>(
            conditional, parsed.GetValue(conditional), null, ("greven-kneib", ConditionalAicMethod.GrevenKneib), ("vaida-blanchard", ConditionalAicMethod.VaidaBlanchard));
        return method is null || options.IsLinear ? method : throw new InputException("--conditional is for linear models: compare generalised models by AIC.");
    }

    /// <summary>The table with the criteria, by the names that the models have there.</summary>
    public static string AddTo(ModelTable table, IReadOnlyList<ConditionalAic> criteria)
    {
        var text = new StringBuilder(table.ToString());
        text.Append("\nConditional AIC (").Append(criteria[0].Authors).Append("), given the random effects\n");
        AnovaColumns.Write(
            text,
            [.. table.Models.Select(m => m.Name)],
            ("logLik", AnovaColumns.Numbers(criteria.Select(c => c.LogLikelihood))),
            ("df", AnovaColumns.Numbers(criteria.Select(c => c.EffectiveDegreesOfFreedom + 1))),
            ("cAIC", AnovaColumns.Numbers(criteria.Select(c => c.Value))));
        return text.ToString();
    }

    /// <summary>The table's JSON object with the property <c>conditional</c>.</summary>
    public static string AddToJson(ModelTable table, IReadOnlyList<ConditionalAic> criteria) => JsonObject.Write(json =>
    {
        using var own = JsonDocument.Parse(table.ToJson());
        foreach (JsonProperty property in own.RootElement.EnumerateObject())
        {
            property.WriteTo(json);
        }

        json.WriteStartObject("conditional");
        json.WriteString("method", criteria[0].Authors);
        json.WriteStartArray("models");
        for (int i = 0; i < criteria.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("formula", table.Models[i].Formula);
            json.WriteFinite("logLik", criteria[i].LogLikelihood);
            json.WriteFinite("df", criteria[i].EffectiveDegreesOfFreedom + 1);
            json.WriteFinite("cAIC", criteria[i].Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
