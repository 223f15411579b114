using System.Text.Json.Nodes;

namespace GlmmDsl.Gallery;

/// <summary>The data sets and records that the program carries.</summary>
internal static class Resources
{
    /// <summary>A data set as a table.</summary>
    public static Table Data(string name)
    {
        using var reader = new StreamReader(Open($"data/{name}.csv"));
        return Table.ReadCsv(reader);
    }

    /// <summary>The <c>result</c> of lme4's record of a case.</summary>
    public static JsonNode Record(string name)
    {
        using Stream stream = Open($"cases/{name}.json");
        return JsonNode.Parse(stream)!["result"]!;
    }

    private static Stream Open(string name) =>
        typeof(Resources).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The program was built without {name}.");
}
