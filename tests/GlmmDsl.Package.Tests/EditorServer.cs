using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace GlmmDsl.Package.Tests;

/// <summary>A client of <c>csharp-ls</c>, a language server that editors use for C#, over its standard input and output.</summary>
internal sealed class EditorServer : IDisposable
{
    /// <summary>The environment variable that names the server; without it, it is sought on the path and among the user's tools.</summary>
    public const string Variable = "CSHARP_LS";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly string file;
    private readonly Thread reader;
    private readonly Dictionary<int, TaskCompletionSource<JsonNode?>> open = [];
    private int last;
    private string text = "";
    private int version;

    private EditorServer(string server, string folder, string file)
    {
        this.file = file;
        // What it logs on its standard error is drained, so that it never waits for room there.
        var start = new ProcessStartInfo(server) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("NUGET_PACKAGES");
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        reader = new Thread(Read) { IsBackground = true };
        reader.Start();
    }

    /// <summary>The server's program; null where it is not installed.</summary>
    public static string? Find()
    {
        string name = OperatingSystem.IsWindows() ? "csharp-ls.exe" : "csharp-ls";
        string tools = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append(tools);
        return Environment.GetEnvironmentVariable(Variable) ?? folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    /// <summary>Starts the server on a project and opens one of its files.</summary>
    public static async Task<EditorServer> OpenAsync(string folder, string file)
    {
        var server = new EditorServer(Find()!, folder, new Uri(Path.Combine(folder, file)).AbsoluteUri);
        await server.AskAsync("initialize", new JsonObject
        {
            ["processId"] = Environment.ProcessId,
            ["rootUri"] = new Uri(folder).AbsoluteUri,
            ["workspaceFolders"] = new JsonArray(new JsonObject { ["uri"] = new Uri(folder).AbsoluteUri, ["name"] = "project" }),
            ["capabilities"] = JsonNode.Parse("""{"workspace":{"configuration":true},"textDocument":{"hover":{"contentFormat":["markdown"]},"completion":{"completionItem":{"documentationFormat":["plaintext"],"resolveSupport":{"properties":["documentation","detail"]}}}}}"""),
        });
        server.Tell("initialized", []);
        server.text = File.ReadAllText(Path.Combine(folder, file));
        server.Tell("textDocument/didOpen", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = server.file, ["languageId"] = "csharp", ["version"] = server.version, ["text"] = server.text } });
        return server;
    }

    /// <summary>Replaces a part of the file, as somebody does who types.</summary>
    public void Type(string old, string replacement)
    {
        text = text.Replace(old, replacement, StringComparison.Ordinal);
        Tell("textDocument/didChange", new JsonObject
        {
            ["textDocument"] = new JsonObject { ["uri"] = file, ["version"] = ++version },
            ["contentChanges"] = new JsonArray(new JsonObject { ["text"] = text }),
        });
    }

    /// <summary>The completions behind a piece of the file's text. The first requests of a session come back empty, while the server loads the package's parts.</summary>
    public async Task<IReadOnlyList<JsonNode>> CompleteBehindAsync(string piece)
    {
        for (long began = Stopwatch.GetTimestamp(); ;)
        {
            JsonNode? answer = await AskAsync("textDocument/completion", Behind(piece));
            JsonNode[] items = [.. ((answer as JsonObject)?["items"] as JsonArray ?? answer as JsonArray ?? []).OfType<JsonNode>()];
            if (items.Length > 0 || Stopwatch.GetElapsedTime(began) > Longest)
            {
                return items;
            }

            await Task.Delay(200);
        }
    }

    /// <summary>An item with what the editor shows beside it.</summary>
    public async Task<JsonNode> ResolveAsync(JsonNode item) => (await AskAsync("completionItem/resolve", item.DeepClone()))!;

    /// <summary>What is shown when the mouse rests behind a piece of the file's text.</summary>
    public async Task<string> HoverBehindAsync(string piece) =>
        (await AskAsync("textDocument/hover", Behind(piece)))?["contents"]?["value"]?.GetValue<string>() ?? "";

    /// <summary>What is wrong with the file as it is now, of the package's rules: the number of the rule and the text that it marks.</summary>
    public async Task<IReadOnlyList<(string Rule, string Marked)>> DiagnosticsAsync()
    {
        JsonNode? answer = await AskAsync("textDocument/diagnostic", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = file } });
        return [.. (answer?["items"] as JsonArray ?? []).OfType<JsonNode>()
            .Where(item => item["code"]?.ToString().StartsWith("GLMM", StringComparison.Ordinal) == true)
            .Select(item => (item["code"]!.ToString(), text[Offset(item["range"]!["start"]!)..Offset(item["range"]!["end"]!)]))];
    }

    /// <summary>Renames what stands behind a piece of the file's text; returns the file as it would be then.</summary>
    public async Task<string> RenameBehindAsync(string piece, string name)
    {
        JsonObject asked = Behind(piece);
        asked["newName"] = name;
        JsonNode answer = (await AskAsync("textDocument/rename", asked))!;
        JsonArray edits = answer["documentChanges"]?.AsArray().Single()!["edits"]!.AsArray() ?? answer["changes"]![file]!.AsArray();
        string renamed = text;
        foreach (JsonNode edit in edits.OfType<JsonNode>().OrderByDescending(e => Offset(e["range"]!["start"]!)))
        {
            renamed = renamed[..Offset(edit["range"]!["start"]!)] + edit["newText"]!.GetValue<string>() + renamed[Offset(edit["range"]!["end"]!)..];
        }

        return renamed;
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private JsonObject Behind(string piece)
    {
        int at = text.IndexOf(piece, StringComparison.Ordinal) + piece.Length;
        int line = text.AsSpan(0, at).Count('\n');
        int column = at - (text.LastIndexOf('\n', at - 1) + 1);
        return new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = file }, ["position"] = new JsonObject { ["line"] = line, ["character"] = column } };
    }

    private int Offset(JsonNode position)
    {
        int at = 0;
        for (int line = position["line"]!.GetValue<int>(); line > 0; line--)
        {
            at = text.IndexOf('\n', at) + 1;
        }

        return at + position["character"]!.GetValue<int>();
    }

    private Task<JsonNode?> AskAsync(string method, JsonNode parameters)
    {
        var answer = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        int id = Interlocked.Increment(ref last);
        lock (open)
        {
            open.Add(id, answer);
        }

        Write(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
        return answer.Task.WaitAsync(Longest);
    }

    private void Tell(string method, JsonObject parameters) => Write(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters });

    private void Write(JsonObject message)
    {
        byte[] body = Encoding.UTF8.GetBytes(message.ToJsonString());
        Stream stream = process.StandardInput.BaseStream;
        lock (stream)
        {
            stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n")));
            stream.Write(body);
            stream.Flush();
        }
    }

    private void Read()
    {
        Stream stream = process.StandardOutput.BaseStream;
        while (ReadMessage(stream) is { } message)
        {
            int? id = (message["id"] as JsonValue)?.TryGetValue(out int number) == true ? number : null;
            if (message["method"] is not null && message["id"] is { } asked)
            {
                // What the server asks of an editor is left to its defaults, but for one setting: it runs no rules of packages unless it is told to.
                JsonNode? result = message["params"]?["items"] is JsonArray items ? new JsonArray([.. items.Select(_ => (JsonNode)new JsonObject { ["analyzersEnabled"] = true })]) : null;
                Write(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = asked.DeepClone(), ["result"] = result });
            }
            else if (id is { } known)
            {
                lock (open)
                {
                    if (open.Remove(known, out TaskCompletionSource<JsonNode?>? answer))
                    {
                        answer.SetResult(message["result"]);
                    }
                }
            }
        }
    }

    private static JsonNode? ReadMessage(Stream stream)
    {
        int length = 0;
        while (true)
        {
            var line = new StringBuilder();
            for (int c = stream.ReadByte(); c != '\n'; c = stream.ReadByte())
            {
                if (c < 0)
                {
                    return null;
                }

                line.Append((char)c);
            }

            string header = line.ToString().Trim();
            if (header.Length == 0)
            {
                break;
            }

            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(header.AsSpan(15), CultureInfo.InvariantCulture);
            }
        }

        byte[] body = new byte[length];
        stream.ReadExactly(body);
        return JsonNode.Parse(body);
    }
}
