using System.Text;

namespace GlmmDsl.Cli.Tests;

/// <summary>A CSV file that lives as long as the test.</summary>
internal sealed class CsvFile : IDisposable
{
    /// <summary>Six rows with a response, a number, a group, a factor and weights; tests change them.</summary>
    public const string Good = "y,x,g,f,w\n1.2,1,a,lo,1\n2.1,2,a,hi,2\n2.9,3,b,lo,1\n4.3,4,b,hi,1\n2.2,5,c,lo,1\n3.3,6,c,hi,3\n";

    public CsvFile(string text) => File.WriteAllText(FilePath, text, new UTF8Encoding(false));

    public string FilePath { get; } = Path.Combine(Path.GetTempPath(), "glmm-" + Guid.NewGuid().ToString("N") + ".csv");

    public void Dispose() => File.Delete(FilePath);
}
